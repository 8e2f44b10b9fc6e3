package io.quarkiverse.messaging.nats.runtime.payload;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsErrors.ERRORS;

import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkiverse.messaging.nats.IncomingNatsMetadata;
import io.smallrye.reactive.messaging.MessageConverter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * Reads the bytes of a delivery as the type that the method takes. What can't be read is nacked by SmallRye with the
 * exception thrown here, so it goes through the channel's failure strategy and the next message follows.
 */
@ApplicationScoped
public class PayloadConverter implements MessageConverter {

    @Inject
    ObjectMapper mapper;

    @Override
    public boolean canConvert(Message<?> message, Type target) {
        return target != byte[].class && message.getPayload() instanceof byte[]
                && message.getMetadata(IncomingNatsMetadata.class).isPresent();
    }

    @Override
    public Message<?> convert(Message<?> message, Type target) {
        IncomingNatsMetadata metadata = message.getMetadata(IncomingNatsMetadata.class).orElseThrow();
        return message.withPayload(decode((byte[]) message.getPayload(), metadata, target));
    }

    /**
     * @param bytes the payload of a delivery
     * @param metadata of the delivery
     * @param target what it is to be read as
     * @return it; throws {@link io.quarkiverse.messaging.nats.runtime.i18n.UndecodableException} where it can't be read
     */
    public Object decode(byte[] bytes, IncomingNatsMetadata metadata, Type target) {
        try {
            return read(bytes, target, metadata.header("Content-Type"));
        } catch (IOException | RuntimeException e) {
            throw ERRORS.undecodable(metadata.streamSequence(), metadata.stream(), target.getTypeName(), reason(e));
        }
    }

    /**
     * @param name a class's name, with type arguments in angle brackets
     * @return the type
     */
    public Type type(String name) {
        JavaType type = mapper.getTypeFactory().constructFromCanonical(name);
        return type.hasGenericTypes() ? type : type.getRawClass();
    }

    /** Jackson quotes the payload in what it says, and a payload does not belong into a log: the place is enough. */
    private static String reason(Exception failure) {
        // Vert.x wraps what Jackson says.
        Throwable told = failure instanceof DecodeException && failure.getCause() != null ? failure.getCause() : failure;
        if (told instanceof JsonProcessingException json) {
            String place = json.getLocation() == null ? ""
                    : " at line " + json.getLocation().getLineNr() + ", column " + json.getLocation().getColumnNr();
            String path = json instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()
                    ? ", " + mapping.getPathReference()
                    : "";
            return json.getClass().getSimpleName() + place + path;
        }
        return String.valueOf(told.getMessage());
    }

    private Object read(byte[] bytes, Type target, String contentType) throws IOException {
        if (target == String.class) {
            return new String(bytes, charset(contentType));
        } else if (target == Buffer.class) {
            return Buffer.buffer(bytes);
        } else if (target == JsonObject.class) {
            return new JsonObject(Buffer.buffer(bytes));
        } else if (target == JsonArray.class) {
            return new JsonArray(Buffer.buffer(bytes));
        }
        if (contentType != null && !isJson(contentType)) {
            throw new IOException("its Content-Type is " + contentType + ", only JSON can be read as this type");
        }
        return mapper.readValue(bytes, mapper.constructType(target));
    }

    /** Publishers that are no Quarkus applications often call JSON text, or bytes. */
    private static boolean isJson(String contentType) {
        String type = contentType.toLowerCase(Locale.ROOT);
        return type.contains("json") || type.startsWith("text/plain") || type.startsWith("application/octet-stream");
    }

    private static Charset charset(String contentType) {
        int at = contentType == null ? -1 : contentType.toLowerCase(Locale.ROOT).indexOf("charset=");
        if (at < 0) {
            return StandardCharsets.UTF_8;
        }
        String name = contentType.substring(at + "charset=".length()).split(";")[0].replace("\"", "").trim();
        return Charset.forName(name);
    }
}
