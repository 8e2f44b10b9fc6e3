package io.quarkiverse.messaging.nats.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutgoingSettingsTest {

    private static final String ORDERS = "mp.messaging.outgoing.orders.";

    @Test
    void defaults() {
        assertThat(TestConfig.outgoing("orders")).isEqualTo(new OutgoingSettings("orders", NatsConfig.DEFAULT_CONNECTION,
                "orders", null, 1024, Duration.ofSeconds(30)));
    }

    @Test
    void everythingConfigured() {
        assertThat(TestConfig.outgoing("orders", "subject", "a.b", "stream", "S", "connection", "other", "max-in-flight", "5",
                "ack-timeout", "2s")).isEqualTo(new OutgoingSettings("orders", "other", "a.b", "S", 5, Duration.ofSeconds(2)));
    }

    @ParameterizedTest
    @ValueSource(strings = { "a,b", "orders.*", ">", "a..b" })
    void oneSubjectWithoutWildcards(String subject) {
        assertThat(mistakes("subject", subject)).singleElement().asString()
                .startsWith("QNATS0504: Channel `orders`: `subject` is `" + subject + "`, which is no subject (it has ")
                .endsWith("for example `orders.new`; to publish to many, set the subject of each message with "
                        + "OutgoingNatsMetadata");
    }

    @ParameterizedTest
    @ValueSource(strings = { "message-id", "retries", "retry-beyond-window", "order" })
    void keysThatAreNotThereYet(String key) {
        assertThat(mistakes(key, "1")).containsExactly(
                "QNATS0502: Channel `orders`: the key `" + key + "` is not there yet in this version; remove it");
    }

    @Test
    void eachValueIsChecked() {
        assertThat(mistakes("max-in-flight", "0", "ack-timeout", "1ms", "stream", "a b", "nonsense", "1")).hasSize(4);
        assertThat(mistakes("ack-timeout", "1ms")).containsExactly("QNATS0503: Channel `orders`: `ack-timeout` is `1ms`, "
                + "allowed is a duration of at least 100 ms, such as 30s or PT1M; write for example `" + ORDERS
                + "ack-timeout=30s`");
    }

    private static List<String> mistakes(String... keysAndValues) {
        String[] properties = keysAndValues.clone();
        for (int i = 0; i < properties.length; i += 2) {
            properties[i] = ORDERS + properties[i];
        }
        TestConfig config = TestConfig.of(properties);
        OutgoingSettings.read(config.outgoingKeys("orders"));
        return config.mistakes();
    }
}
