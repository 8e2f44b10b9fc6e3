package io.quarkiverse.messaging.nats.runtime.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.nats.client.impl.Headers;
import io.quarkiverse.messaging.nats.Deliveries;
import io.quarkiverse.messaging.nats.IncomingNatsMetadata;
import io.quarkiverse.messaging.nats.runtime.i18n.UndecodableException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

class PayloadConverterTest {

    private static final Type LIST = new TypeReference<List<Order>>() {
    }.getType();

    private final PayloadConverter converter = new PayloadConverter();

    @BeforeEach
    void mapper() {
        converter.mapper = new ObjectMapper();
    }

    @Test
    void onlyBytesOfOurOwnDeliveriesAndOnlyIntoSomethingElse() {
        assertThat(converter.canConvert(message("x", null), String.class)).isTrue();
        assertThat(converter.canConvert(message("x", null), Order.class)).isTrue();
        assertThat(converter.canConvert(message("x", null), byte[].class)).isFalse();
        assertThat(converter.canConvert(Message.of("x".getBytes()), String.class)).as("of another connector").isFalse();
        assertThat(converter.canConvert(message("x", null).withPayload("x"), String.class)).isFalse();
    }

    @Test
    void theMethodsTypeDecides() {
        String json = "{\"id\":\"ö\",\"amount\":2}";
        assertThat(converted(json, null, String.class)).isEqualTo(json);
        assertThat(converted(json, null, Buffer.class)).isEqualTo(Buffer.buffer(json));
        assertThat(converted(json, null, JsonObject.class)).isEqualTo(new JsonObject(json));
        assertThat(converted("[1]", null, JsonArray.class)).isEqualTo(new JsonArray("[1]"));
        assertThat(converted(json, null, Order.class)).isEqualTo(new Order("ö", 2));
        assertThat(converted("[" + json + "]", null, LIST)).isEqualTo(List.of(new Order("ö", 2)));
        assertThat(converted("42", null, Integer.class)).isEqualTo(42);
    }

    @Test
    void metadataAndAcknowledgementStayWithTheMessage() {
        Message<byte[]> message = message("x", null);
        assertThat(converter.convert(message, String.class).getMetadata(IncomingNatsMetadata.class)).isPresent();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = { "application/json", "application/vnd.order+json; charset=UTF-8", "text/plain",
            "Application/Octet-Stream" })
    void contentTypesThatMayHoldJson(String contentType) {
        assertThat(converted("{\"id\":\"a\",\"amount\":1}", contentType, Order.class)).isEqualTo(new Order("a", 1));
    }

    @Test
    void anotherContentTypeIsNotGuessed() {
        assertUndecodable("{}", "application/xml", Order.class,
                "its Content-Type is application/xml, only JSON can be read as this type");
        assertThat(converted("<a/>", "application/xml", String.class)).isEqualTo("<a/>");
    }

    @Test
    void theCharsetOfTheContentTypeIsHonoured() {
        Message<byte[]> message = message("", "text/plain; charset=\"ISO-8859-1\"; x=y")
                .withPayload("grüße".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(converter.convert(message, String.class).getPayload()).isEqualTo("grüße");
        assertThat(converted("grüße", "text/plain", String.class)).isEqualTo("grüße");
        assertUndecodable("x", "text/plain; charset=klingon", String.class, "klingon");
    }

    @Test
    void jsonThatIsNone() {
        assertUndecodable("{\"id\":", null, Order.class, "");
        assertUndecodable("{\"amount\":\"many\"}", null, Order.class, "");
        assertUndecodable("", null, Order.class, "");
        assertUndecodable("nonsense", null, JsonObject.class, "");
        assertUndecodable("{}", null, JsonArray.class, "");
    }

    private void assertUndecodable(String payload, String contentType, Class<?> target, String reason) {
        assertThatExceptionOfType(UndecodableException.class)
                .isThrownBy(() -> converted(payload, contentType, target))
                .withMessageMatching("QNATS0570: the payload of sequence 7 of stream `S` can't be read as "
                        + target.getName().replace("$", "\\$") + ": [^\n]*" + reason + "[^\n]*")
                // What Jackson says quotes the payload.
                .withMessageNotContaining("nonsense").withMessageNotContaining("many").withNoCause();
    }

    private Object converted(String payload, String contentType, Type target) {
        return converter.convert(message(payload, contentType), target).getPayload();
    }

    private static Message<byte[]> message(String payload, String contentType) {
        Headers headers = contentType == null ? null : new Headers().put("Content-Type", contentType);
        io.nats.client.Message delivery = Deliveries.of("$JS.ACK.S.C.1.7.7.1700000000000000000.0", payload, headers);
        return Message.of(delivery.getData(), Metadata.of(IncomingNatsMetadata.of(delivery)));
    }

    public record Order(String id, int amount) {
    }
}
