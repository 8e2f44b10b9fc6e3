package io.quarkiverse.messaging.nats.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AckSettingsTest {

    private static final String ORDERS = "mp.messaging.incoming.orders.";

    @Test
    void eachIsTheDefault() {
        assertThat(TestConfig.incoming("orders").acks()).isEqualTo(new AckSettings(AckSettings.Mode.EACH, false, false));
        assertThat(TestConfig.incoming("orders", "ack", "all", "failure-strategy", "fail", "ack-confirm", "true").acks())
                .isEqualTo(new AckSettings(AckSettings.Mode.ALL, true, false));
        assertThat(TestConfig.incoming("orders", "ack", "none", "failure-strategy", "fail").acks())
                .isEqualTo(new AckSettings(AckSettings.Mode.NONE, false, false));
    }

    @Test
    void aCumulativeAckMustNotBuryWhatIsPendingElsewhere() {
        assertThat(TestConfig.incoming("orders", "ack", "all", "failure-strategy", "fail").ordered()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({ "ack,some,'each, all or none',each", "ack-confirm,perhaps,true or false,true" })
    void wrongValues(String key, String value, String allowed, String example) {
        assertThat(mistakes(key, value)).containsExactly("QNATS0503: Channel `orders`: `" + key + "` is `" + value
                + "`, allowed is " + allowed + "; write for example `" + ORDERS + key + "=" + example + "`");
    }

    @Test
    void allWithTheDefaultStrategy() {
        assertThat(mistakes("ack", "all")).containsExactly("QNATS0800: Channel `orders`: `ack` is `all`, and a cumulative ack "
                + "buries a message that `failure-strategy=nak` treats on its own; write "
                + "`mp.messaging.incoming.orders.failure-strategy=…` with one of [dead-letter, fail, ignore, own], or `ack=each`");
    }

    @Test
    void noneWithTheDefaultStrategy() {
        assertThat(mistakes("ack", "none")).containsExactly("QNATS0801: Channel `orders`: `ack` is `none`, and then the server "
                + "takes nothing back from `failure-strategy=nak`; write `mp.messaging.incoming.orders.failure-strategy=…` with "
                + "one of [dead-letter, fail, ignore, own], or `ack=each`");
    }

    @Test
    void allWithWhatFinishesInAnotherOrder() {
        assertThat(mistakes("ack", "all", "failure-strategy", "fail", "manual-ack", "true"))
                .containsExactly(broken("`manual-ack=true`"));
        assertThat(mistakes("ack", "all", "failure-strategy", "fail", "queue-group", "g")).contains(broken("a `queue-group`"));
        assertThat(mistakes("ack", "all", "failure-strategy", "fail", "concurrency", "2"))
                .contains(broken("`concurrency` above 1"));
        TestConfig config = TestConfig.of(ORDERS + "ack", "all", ORDERS + "failure-strategy", "fail");
        config.incomingSettingsOfUnorderedMethod("orders");
        assertThat(config.mistakes()).contains(broken("a method with @Blocking(ordered = false) or @RunOnVirtualThread"));
    }

    @ParameterizedTest
    @CsvSource({ "manual-ack,true", "ack-confirm,true", "ack-wait,5s" })
    void noneWithWhatNeedsAcks(String key, String value) {
        assertThat(mistakes("ack", "none", "failure-strategy", "fail", key, value)).containsExactly("QNATS0803: Channel "
                + "`orders`: `" + key + "` is `" + value + "`, but with `ack=none` the server waits for no ack; remove it, or "
                + "write `ack=each`");
    }

    @Test
    void noneInAGroup() {
        assertThat(mistakes("ack", "none", "failure-strategy", "fail", "queue-group", "g", "group-max-in-flight", "5"))
                .hasSize(2).last().asString().contains("`group-max-in-flight` is `5`, but with `ack=none`");
    }

    private static String broken(String breaker) {
        return "QNATS0802: Channel `orders`: `ack` is `all`, which needs messages to be finished in the order of the stream, and "
                + breaker + " does not keep that; remove one of them, or write `ack=each`";
    }

    private static List<String> mistakes(String... keysAndValues) {
        String[] properties = keysAndValues.clone();
        for (int i = 0; i < properties.length; i += 2) {
            properties[i] = ORDERS + properties[i];
        }
        TestConfig config = TestConfig.of(properties);
        config.incomingSettings("orders");
        return config.mistakes();
    }
}
