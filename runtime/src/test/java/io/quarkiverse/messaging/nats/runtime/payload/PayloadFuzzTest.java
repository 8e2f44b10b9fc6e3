package io.quarkiverse.messaging.nats.runtime.payload;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import io.quarkiverse.messaging.nats.IncomingNatsMetadata;
import io.quarkiverse.messaging.nats.runtime.i18n.UndecodableException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Any bytes of any content type, read as any type: an object, or the one exception that goes through the failure strategy. */
class PayloadFuzzTest {

    record Order(String id, int amount, List<Order> parts) {
    }

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final PayloadConverter converter = new PayloadConverter();

    @Provide
    Arbitrary<byte[]> payloads() {
        Arbitrary<String> json = Arbitraries.of("{\"id\":\"a\",\"amount\":1}", "{\"amount\":1e999999999}",
                "{\"amount\":99999999999999999999}", "[[]]", "{", "nul", "\"\\ud800\"", "[".repeat(5000),
                "{\"parts\":[".repeat(2000),
                "9".repeat(5000), "{\"id\":{\"@class\":\"java.lang.Runtime\"}}", "[1,2]", "null", "", "\ufeff{}");
        Arbitrary<byte[]> texts = Arbitraries.oneOf(json, Arbitraries.strings().ofMaxLength(40))
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
        return Arbitraries.oneOf(texts, Arbitraries.bytes().array(byte[].class).ofMaxSize(40));
    }

    @Provide
    Arbitrary<String> contentTypes() {
        return Arbitraries.oneOf(
                Arbitraries.of("application/json", "text/plain; charset=", "text/plain; charset=;", "charset=\"",
                        "text/plain;charset=utf-16", "text/plain; charset=no such", "application/xml"),
                Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(20));
    }

    @Provide
    Arbitrary<Type> types() {
        return Arbitraries.of(String.class, Buffer.class, JsonObject.class, JsonArray.class, Order.class, Map.class,
                Integer.class, int[].class, Object.class, Runnable.class);
    }

    @Property(tries = 800)
    void anObjectOrTheOneException(@ForAll("payloads") byte[] payload, @ForAll("contentTypes") String contentType,
            @ForAll("types") Type type) {
        converter.mapper = MAPPER;
        IncomingNatsMetadata metadata = IncomingNatsMetadata.of(NatsMessage.builder().subject("orders")
                .replyTo("$JS.ACK.S.C.1.7.7.1700000000000000000.0").data(payload)
                .headers(new Headers().put("Content-Type", contentType)).build());
        try {
            converter.decode(payload, metadata, type);
        } catch (UndecodableException e) {
            assertThat(e.getMessage()).contains("7").contains("`S`");
        }
    }
}
