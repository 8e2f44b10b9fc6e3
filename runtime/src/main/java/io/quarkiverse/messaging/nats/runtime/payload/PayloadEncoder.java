package io.quarkiverse.messaging.nats.runtime.payload;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsErrors.ERRORS;

import java.nio.charset.StandardCharsets;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Writes payloads: {@code byte[]} and buffers as they are, text as UTF-8, everything else as JSON. */
@ApplicationScoped
public class PayloadEncoder {

    static final String TEXT = "text/plain";
    static final String JSON = "application/json";

    @Inject
    ObjectMapper mapper;

    /**
     * Bytes and what they are.
     *
     * @param bytes the payload
     * @param contentType the {@code Content-Type} to publish, or {@code null} for none
     */
    public record Encoded(byte[] bytes, String contentType) {
    }

    /**
     * @param payload any payload
     * @return its bytes; fails with a sentence where it can't be written
     */
    public Encoded encode(Object payload) {
        if (payload == null) {
            throw ERRORS.nullPayload();
        } else if (payload instanceof byte[] bytes) {
            return new Encoded(bytes, null);
        } else if (payload instanceof String text) {
            return new Encoded(text.getBytes(StandardCharsets.UTF_8), TEXT);
        } else if (payload instanceof Buffer buffer) {
            return new Encoded(buffer.getBytes(), null);
        } else if (payload instanceof JsonObject json) {
            return new Encoded(json.toBuffer().getBytes(), JSON);
        } else if (payload instanceof JsonArray json) {
            return new Encoded(json.toBuffer().getBytes(), JSON);
        }
        try {
            return new Encoded(mapper.writeValueAsBytes(payload), JSON);
        } catch (JsonProcessingException e) {
            throw ERRORS.unencodable(payload.getClass().getName(), e.getOriginalMessage(), e);
        }
    }
}
