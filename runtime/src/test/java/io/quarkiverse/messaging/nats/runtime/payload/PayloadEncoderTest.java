package io.quarkiverse.messaging.nats.runtime.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

class PayloadEncoderTest {

    private final PayloadEncoder encoder = new PayloadEncoder();

    @BeforeEach
    void mapper() {
        encoder.mapper = new ObjectMapper();
    }

    @Test
    void bytesAndBuffersAsTheyAre() {
        byte[] bytes = { 0, 1, -1 };
        assertThat(encoder.encode(bytes).bytes()).isSameAs(bytes);
        assertThat(encoder.encode(bytes).contentType()).isNull();
        assertThat(encoder.encode(Buffer.buffer(bytes)).bytes()).isEqualTo(bytes);
        assertThat(encoder.encode(Buffer.buffer(bytes)).contentType()).isNull();
    }

    @Test
    void textAsUtf8() {
        assertEncoded("grüße", "grüße", "text/plain");
        assertEncoded("", "", "text/plain");
    }

    @Test
    void everythingElseAsJson() {
        assertEncoded(new JsonObject().put("a", 1), "{\"a\":1}", "application/json");
        assertEncoded(new JsonArray().add(1), "[1]", "application/json");
        assertEncoded(new Order("ö", 2), "{\"id\":\"ö\",\"amount\":2}", "application/json");
        assertEncoded(List.of(new Order("a", 1)), "[{\"id\":\"a\",\"amount\":1}]", "application/json");
        assertEncoded(42L, "42", "application/json");
    }

    @Test
    void whatCannotBeWrittenIsSaidInWords() {
        assertThatIllegalArgumentException().isThrownBy(() -> encoder.encode(null))
                .withMessage("QNATS0579: a null payload can't be published");
        assertThatIllegalArgumentException().isThrownBy(() -> encoder.encode(new Object()))
                .withMessageStartingWith("QNATS0571: a payload of java.lang.Object can't be written as JSON: ")
                .withMessageNotContaining("\n").havingCause();
    }

    private void assertEncoded(Object payload, String text, String contentType) {
        PayloadEncoder.Encoded encoded = encoder.encode(payload);
        assertThat(new String(encoded.bytes(), StandardCharsets.UTF_8)).isEqualTo(text);
        assertThat(encoded.contentType()).isEqualTo(contentType);
    }

    public record Order(String id, int amount) {
    }
}
