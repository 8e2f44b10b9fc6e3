package io.quarkiverse.messaging.nats.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelConfigTest {

    private static final String ORDERS = "mp.messaging.incoming.orders.";

    @Test
    void defaultsAreTheConnectors() {
        ChannelConfig keys = TestConfig.of().incomingKeys("orders");
        assertThat(keys.text("connection")).isEqualTo("<default>");
        assertThat(keys.text("durable")).isNull();
        assertThat(keys.isSet("ack-wait")).isFalse();
        assertThat(keys.flag("manual-ack")).isFalse();
        assertThat(keys.number("max-in-flight", 1)).isEqualTo(1024);
        assertThat(keys.bytes("max-in-flight-bytes")).isEqualTo(16L << 20);
        assertThat(keys.duration("ack-wait", Duration.ZERO)).isEqualTo(Duration.ofSeconds(30));
        assertThat(keys.duration("processing-timeout", Duration.ZERO)).isEqualTo(Duration.ofMinutes(5));
        assertThat(keys.durations("backoff")).isEqualTo(List.of(Duration.ofSeconds(1), Duration.ofSeconds(5),
                Duration.ofSeconds(30), Duration.ofMinutes(1)));
    }

    @Test
    void configuredValuesAreTrimmedAndConverted() {
        TestConfig config = TestConfig.of(ORDERS + "durable", "  d ", ORDERS + "manual-ack", "TRUE",
                ORDERS + "max-in-flight", "7", ORDERS + "max-in-flight-bytes", "512K", ORDERS + "ack-wait", "1500ms",
                ORDERS + "backoff", "1s, PT1M", ORDERS + "queue-group", "  ");
        ChannelConfig keys = config.incomingKeys("orders");
        assertThat(keys.isSet("durable")).isTrue();
        assertThat(keys.name("durable")).isEqualTo("d");
        assertThat(keys.flag("manual-ack")).isTrue();
        assertThat(keys.number("max-in-flight", 1)).isEqualTo(7);
        assertThat(keys.bytes("max-in-flight-bytes")).isEqualTo(512 << 10);
        assertThat(keys.duration("ack-wait", Duration.ZERO)).isEqualTo(Duration.ofMillis(1500));
        assertThat(keys.durations("backoff")).isEqualTo(List.of(Duration.ofSeconds(1), Duration.ofMinutes(1)));
        assertThat(keys.isSet("queue-group")).as("empty is not set").isFalse();
        assertThat(config.mistakes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { "yes", "1", "t" })
    void aFlagIsTrueOrFalse(String value) {
        TestConfig config = TestConfig.of(ORDERS + "manual-ack", value);
        assertThat(config.incomingKeys("orders").flag("manual-ack")).isFalse();
        assertMistake(config, "manual-ack", value, "true or false", "true");
    }

    @ParameterizedTest
    @ValueSource(strings = { "0", "-1", "many", "1.5", "99999999999" })
    void aNumberHasALeastValue(String value) {
        TestConfig config = TestConfig.of(ORDERS + "max-in-flight", value);
        assertThat(config.incomingKeys("orders").number("max-in-flight", 1)).isEqualTo(1024);
        assertMistake(config, "max-in-flight", value, "a whole number of at least 1", "1024");
    }

    @ParameterizedTest
    @ValueSource(strings = { "0", "-1", "16MB", "much" })
    void aSizeHasALeastValue(String value) {
        TestConfig config = TestConfig.of(ORDERS + "max-in-flight-bytes", value);
        assertThat(config.incomingKeys("orders").bytes("max-in-flight-bytes")).isEqualTo(16 << 20);
        assertMistake(config, "max-in-flight-bytes", value, "a size of at least 1 byte, such as 512K or 16M", "16M");
    }

    @ParameterizedTest
    @ValueSource(strings = { "99ms", "0", "-5s", "soon", "1 fortnight" })
    void aDurationHasALeastValue(String value) {
        TestConfig config = TestConfig.of(ORDERS + "ack-wait", value);
        assertThat(config.incomingKeys("orders").duration("ack-wait", Duration.ofMillis(100)))
                .isEqualTo(Duration.ofSeconds(30));
        assertMistake(config, "ack-wait", value, "a duration of at least 100 ms, such as 30s or PT1M", "30s");
    }

    @Test
    void aDurationWithoutALeastValueMayBeZeroButNotNegative() {
        assertThat(TestConfig.of(ORDERS + "processing-timeout", "0").incomingKeys("orders")
                .duration("processing-timeout", Duration.ZERO)).isZero();
        TestConfig config = TestConfig.of(ORDERS + "processing-timeout", "-1s");
        config.incomingKeys("orders").duration("processing-timeout", Duration.ZERO);
        assertMistake(config, "processing-timeout", "-1s", "a duration, such as 30s or PT1M", "5m");
    }

    @ParameterizedTest
    @ValueSource(strings = { "1s,,5s", "1s,x", ",", "1s,", "-1s" })
    void aListOfDurationsHasNoHoles(String value) {
        TestConfig config = TestConfig.of(ORDERS + "backoff", value);
        assertThat(config.incomingKeys("orders").durations("backoff")).hasSize(4);
        assertMistake(config, "backoff", value, "a comma-separated list of durations, such as 1s,5s", "1s,5s,30s,1m");
    }

    @ParameterizedTest
    @CsvSource({ "a.b,.,a_b", "a b,space,a_b", "my*,*,my_" })
    void aNameWithAnIllegalCharacter(String value, String illegal, String example) {
        TestConfig config = TestConfig.of(ORDERS + "durable", value);
        config.incomingKeys("orders").name("durable");
        assertThat(config.mistakes()).containsExactly("QNATS0505: Channel `orders`: `durable` is `" + value
                + "`, but a name can't contain `" + illegal + "`; allowed are letters, digits, - and _, for example `durable="
                + example + "`");
    }

    @Test
    void anUnknownKeyIsTold() {
        TestConfig config = TestConfig.of(ORDERS + "durabel", "x", ORDERS + "connector", "nats");
        config.incomingKeys("orders").checkKeys();
        assertThat(config.mistakes()).singleElement().asString()
                .startsWith("QNATS0501: Channel `orders`: the key `durabel` does not exist; remove it, or write one of "
                        + "[ack, ack-confirm, ack-wait, backoff, batch, batch-max-size, batch-max-wait, connection, ")
                .endsWith(", queue-group, ready-when, replicas, sequence-store, sequence-store-accept, start-position, "
                        + "stream, subject, tracing-enabled]")
                .doesNotContain("ack-timeout");
    }

    @Test
    void aKeyOfTheOtherDirectionIsUnknown() {
        TestConfig config = TestConfig.of("mp.messaging.outgoing.orders.durable", "x", ORDERS + "ack-timeout", "1s");
        config.outgoingKeys("orders").checkKeys();
        config.incomingKeys("orders").checkKeys();
        assertThat(config.mistakes()).hasSize(2);
        assertThat(config.mistakes().get(0)).startsWith("QNATS0501: Channel `orders`: the key `durable` does not exist; "
                + "remove it, or write one of [ack-timeout, connection, max-in-flight, ")
                .endsWith("stream, subject, tracing-enabled]");
        assertThat(config.mistakes().get(1)).contains("the key `ack-timeout` does not exist");
    }

    @ParameterizedTest
    @ValueSource(strings = { "connector", "enabled", "broadcast", "merge", "concurrency", "pausable", "initially-paused",
            "pausable.initially-paused", "pausable.late-subscription", "pausable.buffer-size", "graceful-shutdown",
            "tracing-enabled", "health-enabled" })
    void attributesOfSmallRyeAreAllowed(String key) {
        TestConfig config = TestConfig.of(ORDERS + key, "1", "mp.messaging.outgoing.orders." + key, "1");
        config.incomingKeys("orders").checkKeys();
        config.outgoingKeys("orders").checkKeys();
        assertThat(config.mistakes()).isEmpty();
    }

    @Test
    void otherChannelsKeysAreTheirs() {
        TestConfig config = TestConfig.of("mp.messaging.incoming.orders2.nonsense", "x",
                "mp.messaging.outgoing.orders.nonsense",
                "x", "mp.messaging.incoming.order.nonsense", "x", "%other.mp.messaging.incoming.orders.nonsense", "x");
        config.incomingKeys("orders").checkKeys();
        assertThat(config.mistakes()).isEmpty();
    }

    @Test
    void aChannelWithADotIsQuoted() {
        TestConfig config = TestConfig.of("mp.messaging.incoming.\"eu.orders\".max-in-flight", "0",
                "mp.messaging.incoming.\"eu.orders\".nonsense", "1", "mp.messaging.incoming.\"eu.orders\".durable", "d");
        ChannelConfig keys = config.incomingKeys("eu.orders");
        assertThat(keys.channel()).isEqualTo("eu.orders");
        assertThat(keys.property("durable")).isEqualTo("mp.messaging.incoming.\"eu.orders\".durable");
        assertThat(keys.name("durable")).isEqualTo("d");
        keys.number("max-in-flight", 1);
        keys.checkKeys();
        assertThat(config.mistakes()).hasSize(2);
        assertThat(config.mistakes().get(0)).startsWith("QNATS0503: Channel `eu.orders`: `max-in-flight` is `0`")
                .endsWith("write for example `mp.messaging.incoming.\"eu.orders\".max-in-flight=1024`");
        assertThat(config.mistakes().get(1)).startsWith("QNATS0501: Channel `eu.orders`: the key `nonsense`");
    }

    @Test
    void keysOfTheConnectorCountForItsChannelsAndTheChannelsOwnWin() {
        TestConfig config = TestConfig.of("mp.messaging.connector.nats.max-in-flight", "7",
                "mp.messaging.connector.nats.ack-wait", "7s", ORDERS + "ack-wait", "8s");
        ChannelConfig keys = config.incomingKeys("orders");
        assertThat(keys.number("max-in-flight", 1)).isEqualTo(7);
        assertThat(keys.duration("ack-wait", Duration.ZERO)).isEqualTo(Duration.ofSeconds(8));
        assertThat(config.outgoingKeys("orders").number("max-in-flight", 1)).isEqualTo(7);
        keys.checkKeys();
        assertThat(config.mistakes()).isEmpty();
    }

    @Test
    void aKeyOfTheConnectorMayBelongToOneDirectionOnly() {
        TestConfig config = TestConfig.of("mp.messaging.connector.nats.ack-wait", "7s",
                "mp.messaging.connector.nats.ack-timeout", "7s", "mp.messaging.connector.nats.graceful-shutdown", "false");
        config.outgoingKeys("orders").checkKeys();
        config.incomingKeys("orders").checkKeys();
        config.checkConnectorKeys();
        assertThat(config.mistakes()).isEmpty();
    }

    @Test
    void anUnknownKeyOfTheConnectorIsToldOnce() {
        TestConfig config = TestConfig.of("mp.messaging.connector.nats.nonsense", "7");
        config.outgoingKeys("orders").checkKeys();
        config.incomingKeys("orders").checkKeys();
        config.checkConnectorKeys();
        assertThat(config.mistakes()).hasSize(1);
        assertThat(config.mistakes().get(0)).startsWith("QNATS0520: Connector: the key `mp.messaging.connector.nats.nonsense` "
                + "does not exist; remove it, or write one of [ack, ack-confirm, ack-timeout, ack-wait, ");
    }

    @Test
    void keysMayComeFromTheEnvironment() {
        TestConfig config = TestConfig.of(Map.of("MP_MESSAGING_INCOMING_ORDERS_MAX_IN_FLIGHT", "7",
                "MP_MESSAGING_INCOMING_ORDERS_DURABLE", "d", "MP_MESSAGING_CONNECTOR_NATS_ACK_WAIT", "9s"),
                ORDERS + "connector", "nats");
        ChannelConfig keys = config.incomingKeys("orders");
        assertThat(keys.number("max-in-flight", 1)).isEqualTo(7);
        assertThat(keys.name("durable")).isEqualTo("d");
        assertThat(keys.duration("ack-wait", Duration.ZERO)).isEqualTo(Duration.ofSeconds(9));
        keys.checkKeys();
        config.checkConnectorKeys();
        assertThat(config.mistakes()).isEmpty();
    }

    @Test
    void keysOfTheEnvironmentAreCheckedAsFarAsTheyAreClear() {
        TestConfig config = TestConfig.of(
                Map.of("MP_MESSAGING_INCOMING_ORDERS_SOME_KEY", "x", "MP_MESSAGING_INCOMING_ORDERS_NONSENSE", "x",
                        "MP_MESSAGING_INCOMING_ORDERS_EU_ACK_WAIT", "2s"),
                ORDERS + "connector", "nats",
                "mp.messaging.incoming.orders-eu.connector", "nats");
        config.incomingKeys("orders").checkKeys();
        assertThat(config.mistakes()).hasSize(1);
        assertThat(config.mistakes().get(0)).contains("the key `nonsense` does not exist");
        assertThat(config.incomingKeys("orders-eu").duration("ack-wait", Duration.ZERO)).isEqualTo(Duration.ofSeconds(2));
    }

    private static void assertMistake(TestConfig config, String key, String value, String allowed, String example) {
        assertThat(config.mistakes()).containsExactly("QNATS0503: Channel `orders`: `" + key + "` is `" + value
                + "`, allowed is " + allowed + "; write for example `" + ORDERS + key + "=" + example + "`");
    }
}
