package io.quarkiverse.messaging.nats.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IncomingSettingsTest {

    private static final String ORDERS = "mp.messaging.incoming.orders.";

    @Test
    void nothingConfiguredIsASubscriptionOfItsOwn() {
        IncomingSettings settings = TestConfig.incoming("orders");
        assertThat(settings.channel()).isEqualTo("orders");
        assertThat(settings.connection()).isEqualTo(NatsConfig.DEFAULT_CONNECTION);
        assertThat(settings.subjects()).containsExactly("orders");
        assertThat(settings.stream()).isNull();
        assertThat(settings.startPosition()).as("it depends on the stream").isNull();
        assertThat(settings.failure().strategy()).isEqualTo("nak");
        assertThat(settings.failure().stops()).isFalse();
        assertThat(settings.manualAck()).isFalse();
        assertThat(settings.maxInFlight()).isEqualTo(1024);
        assertThat(settings.maxInFlightBytes()).isEqualTo(16 << 20);
        assertThat(settings.ackWait()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.processingTimeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.failure().backoff()).hasSize(4);
    }

    @Test
    void priorityTimeoutWithoutAnOwner() {
        assertThat(mistakes("priority-timeout", "2s")).containsExactly("QNATS0516: Channel `orders`: `priority-timeout` is "
                + "`2s`, but it counts only for a `durable` without `queue-group`; remove it");
        assertThat(mistakes("priority-timeout", "2s", "durable", "d", "queue-group", "g")).hasSize(1);
        assertThat(mistakes("priority-timeout", "2s", "durable", "d")).isEmpty();
    }

    @Test
    void everythingConfigured() {
        IncomingSettings settings = TestConfig.incoming("orders", "subject", "a.*, b", "stream", "S", "durable", "d",
                "queue-group", "g", "start-position", "sequence:9", "manual-ack", "true", "max-in-flight", "5",
                "max-in-flight-bytes", "1K", "ack-wait", "2s", "processing-timeout", "0", "failure-strategy", "nak",
                "backoff", "3s", "connection", "other", "concurrency", "4");
        assertThat(settings.channel()).isEqualTo("orders");
        assertThat(settings.connection()).isEqualTo("other");
        assertThat(settings.subjects()).isEqualTo(List.of("a.*", "b"));
        assertThat(settings.stream()).isEqualTo("S");
        assertThat(settings.durable()).isEqualTo("d");
        assertThat(settings.queueGroup()).isEqualTo("g");
        assertThat(settings.startPosition()).isEqualTo(StartPosition.at(9));
        assertThat(settings.manualAck()).isTrue();
        assertThat(settings.maxInFlight()).isEqualTo(5);
        assertThat(settings.maxInFlightBytes()).isEqualTo(1024);
        assertThat(settings.ackWait()).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.processingTimeout()).isZero();
        assertThat(settings.failure().backoff()).isEqualTo(List.of(Duration.ofSeconds(3)));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
            // durable, group, max-in-flight, strategy: kind, ordered, exclusive, ephemeral
            "-, -, 1024, nak, ephemeral, false, false, true",
            "-, -, 1, nak, ephemeral, true, false, true",
            "-, -, 1024, fail, ephemeral, true, false, true",
            "d, -, 1024, nak, exclusive, true, true, false",
            "-, g, 1024, nak, group, false, false, false",
            "d, g, 1024, nak, group, false, false, false",
            "d, g, 1, nak, group, false, false, false" })
    void kindAndOrderFollowFromTheKeys(String durable, String group, String maxInFlight, String strategy, String kind,
            boolean ordered, boolean exclusive, boolean ephemeral) {
        IncomingSettings settings = TestConfig.incoming("orders", "durable", durable == null ? "" : durable, "queue-group",
                group == null ? "" : group, "max-in-flight", maxInFlight, "failure-strategy", strategy);
        assertThat(settings.kind()).isEqualTo(kind);
        assertThat(settings.ordered()).isEqualTo(ordered);
        assertThat(settings.exclusive()).isEqualTo(exclusive);
        assertThat(settings.ephemeral()).isEqualTo(ephemeral);
        assertThat(settings.failure().stops()).isEqualTo(strategy.equals("fail"));
    }

    @Test
    void aSubjectThatIsNone() {
        assertThat(mistakes("subject", "orders..new,ok,a b")).containsExactly(
                "QNATS0504: Channel `orders`: `subject` is `orders..new`, which is no subject (it has an empty token); write "
                        + "tokens of letters, digits, - and _ separated by dots, for example `orders.new` or, with "
                        + "wildcards, `orders.*` or `orders.>`",
                "QNATS0504: Channel `orders`: `subject` is `a b`, which is no subject (it contains a space); write tokens "
                        + "of letters, digits, - and _ separated by dots, for example `orders.new` or, with wildcards, "
                        + "`orders.*` or `orders.>`");
    }

    @Test
    void theChannelsNameIsASubjectToo() {
        TestConfig config = TestConfig.of();
        config.incomingSettings("my orders");
        assertThat(config.mistakes()).singleElement().asString().contains("`subject` is `my orders`, which is no subject");
    }

    @Test
    void aStrategyThatDoesNotExist() {
        assertThat(mistakes("failure-strategy", "later")).singleElement().asString().startsWith(
                "QNATS0508: Channel `orders`: `failure-strategy` is `later`, allowed are [").contains("nak", "fail")
                .endsWith("]; write one of them, or add a bean of type FailureStrategy with @Identifier(\"later\")");
    }

    @Test
    void failWithAGroup() {
        assertThat(mistakes("failure-strategy", "fail", "queue-group", "g")).containsExactly(
                failBroken("a `queue-group`"));
    }

    @Test
    void failWithConcurrency() {
        assertThat(mistakes("failure-strategy", "fail", "concurrency", "2")).contains(
                failBroken("`concurrency` above 1"));
    }

    @Test
    void failWithAMethodThatTakesSeveralAtATime() {
        TestConfig config = TestConfig.of(ORDERS + "failure-strategy", "fail");
        config.incomingSettingsOfUnorderedMethod("orders");
        assertThat(config.mistakes()).containsExactly(
                failBroken("a method with @Blocking(ordered = false) or @RunOnVirtualThread"));
    }

    @Test
    void anUnorderedMethodIsFineWithoutFail() {
        TestConfig config = TestConfig.of();
        config.incomingSettingsOfUnorderedMethod("orders");
        assertThat(config.mistakes()).isEmpty();
    }

    @Test
    void concurrencyNeedsAGroup() {
        assertThat(mistakes("concurrency", "3", "durable", "d")).containsExactly(
                "QNATS0507: Channel `orders`: `concurrency` is `3`, but several copies of a channel share the work of a queue "
                        + "group only; add `mp.messaging.incoming.orders.queue-group=…`, or remove `concurrency`");
        assertThat(mistakes("concurrency", "3", "queue-group", "g")).isEmpty();
        assertThat(mistakes("concurrency", "1")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { "0", "x" })
    void concurrencyIsANumber(String value) {
        assertThat(mistakes("concurrency", value)).containsExactly("QNATS0503: Channel `orders`: `concurrency` is `" + value
                + "`, allowed is a whole number of at least 1; write for example `mp.messaging.incoming.orders.concurrency=4`");
    }

    @Test
    void lastPerSubjectNeedsASubject() {
        assertThat(mistakes("start-position", "last-per-subject")).containsExactly("QNATS0510: Channel `orders`: "
                + "`start-position=last-per-subject` needs `subject`; add `mp.messaging.incoming.orders.subject=…`");
        assertThat(mistakes("start-position", "last-per-subject", "subject", "orders.*")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { "stream", "durable", "queue-group" })
    void namesHaveNoDots(String key) {
        assertThat(mistakes(key, "a.b")).singleElement().asString()
                .contains("`" + key + "` is `a.b`, but a name can't contain");
    }

    @ParameterizedTest
    @CsvSource({ "ack-wait,99ms", "max-in-flight,0", "max-in-flight-bytes,0", "processing-timeout,-1s", "backoff,x",
            "manual-ack,maybe" })
    void eachValueIsChecked(String key, String value) {
        assertThat(mistakes(key, value)).singleElement().asString().contains("`" + key + "` is `" + value + "`, allowed is ");
    }

    @Test
    void whatIsPassedToTheConsumer() {
        ConsumerSettings nothing = TestConfig.incoming("orders").consumer();
        assertThat(nothing).isEqualTo(new ConsumerSettings(null, Duration.ofMinutes(5), null, null, false, null, Map.of()));
        assertThat(TestConfig.incoming("orders", "durable", "d").consumer().inactiveThreshold()).isNull();
        ConsumerSettings all = TestConfig.incoming("orders", "queue-group", "g", "group-max-in-flight", "9",
                "inactive-threshold", "1h", "replicas", "3", "memory-storage", "true", "headers-only", "true", "description",
                "packs, quickly", "metadata", "team = blue,sites=eu,us, x.y=a=b").consumer();
        assertThat(all).isEqualTo(new ConsumerSettings(9, Duration.ofHours(1), 3, true, true, "packs, quickly",
                Map.of("team", "blue", "sites", "eu,us", "x.y", "a=b")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "group-max-in-flight | 0 | a whole number of at least 1 | 4096",
            "inactive-threshold | 1ms | a duration of at least 1000 ms, such as 30s or PT1M | 5m",
            "replicas | 6 | a whole number from 1 to 5 | 3",
            "memory-storage | maybe | true or false | true",
            "headers-only | maybe | true or false | true",
            "metadata | blue | a comma-separated list of name=value, whose names don't begin with _nats or io.quarkiverse.messaging.nats | team=blue,site=eu",
            "metadata | _nats.x=1 | a comma-separated list of name=value, whose names don't begin with _nats or io.quarkiverse.messaging.nats | team=blue,site=eu" })
    void wrongValuesOfWhatIsPassed(String key, String value, String allowed, String example) {
        assertThat(mistakes("queue-group", "g", key, value)).containsExactly("QNATS0503: Channel `orders`: `" + key + "` is `"
                + value + "`, allowed is " + allowed + "; write for example `mp.messaging.incoming.orders." + key + "="
                + example + "`");
    }

    @Test
    void aLimitForAGroupWithoutOne() {
        assertThat(mistakes("group-max-in-flight", "5")).containsExactly("QNATS0804: Channel `orders`: `group-max-in-flight` "
                + "is `5`, but it counts only for a `queue-group`; remove it, or write "
                + "`mp.messaging.incoming.orders.max-in-flight=5`");
    }

    @Test
    void readyWhen() {
        assertThat(TestConfig.incoming("orders").readyWhenCaughtUp()).isFalse();
        assertThat(TestConfig.incoming("orders", "ready-when", "caught-up").readyWhenCaughtUp()).isTrue();
        assertThat(TestConfig.incoming("orders", "ready-when", "connected").readyWhenCaughtUp()).isFalse();
        assertThat(mistakes("ready-when", "later")).containsExactly("QNATS0503: Channel `orders`: `ready-when` is `later`, "
                + "allowed is connected or caught-up; write for example `mp.messaging.incoming.orders.ready-when=caught-up`");
    }

    @Test
    void batches() {
        assertThat(TestConfig.incoming("orders").batch()).isNull();
        assertThat(TestConfig.incoming("orders", "batch", "true").batch())
                .isEqualTo(new BatchSettings(100, Duration.ofMillis(100), true));
        assertThat(TestConfig.incoming("orders", "batch", "true", "batch-max-size", "7", "batch-max-wait", "2s").batch())
                .isEqualTo(new BatchSettings(7, Duration.ofSeconds(2), true));
    }

    @Test
    void aBatchIsNoLargerThanWhatMayBeHere() {
        assertThat(mistakes("batch", "true", "max-in-flight", "50")).containsExactly("QNATS0831: Channel `orders`: "
                + "`batch-max-size` is `100`, but no more messages than `max-in-flight` (`50`) are here at once; write for "
                + "example `mp.messaging.incoming.orders.batch-max-size=50`, or a larger `max-in-flight`");
        assertThat(mistakes("batch", "true", "max-in-flight", "50", "batch-max-size", "50")).isEmpty();
    }

    @Test
    void aBatchIsNotSettledByHand() {
        assertThat(mistakes("batch", "true", "manual-ack", "true")).containsExactly("QNATS0830: Channel `orders`: `batch` is "
                + "`true` and `manual-ack` is `true`, but a batch is settled as a whole when its method ends; remove one of "
                + "them");
    }

    @Test
    void aBatchDoesNotWaitUntilItsMessagesComeAgain() {
        assertThat(mistakes("batch", "true", "batch-max-wait", "2s", "ack-wait", "1s", "processing-timeout", "0"))
                .containsExactly("QNATS0835: Channel `orders`: `batch-max-wait` is `PT2S`, but with `processing-timeout=0` "
                        + "nothing that waits is extended, and after `ack-wait` (PT1S) the server delivers it again; write a "
                        + "shorter one, or remove `processing-timeout`");
        assertThat(mistakes("batch", "true", "batch-max-wait", "2s", "ack-wait", "1s")).isEmpty();
    }

    @Test
    void keysOfBatchesWithoutBatches() {
        assertThat(mistakes("batch-max-size", "5", "batch-max-wait", "1s")).containsExactly(
                "QNATS0832: Channel `orders`: `batch-max-size` is `5`, but it counts only with `batch=true`; remove it, or add "
                        + "`mp.messaging.incoming.orders.batch=true`",
                "QNATS0832: Channel `orders`: `batch-max-wait` is `1s`, but it counts only with `batch=true`; remove it, or "
                        + "add `mp.messaging.incoming.orders.batch=true`");
    }

    /** The design's keys: none is said not to exist. */
    @ParameterizedTest
    @ValueSource(strings = { "ack", "ack-confirm", "group-max-in-flight", "non-retryable", "max-deliver", "max-deliver-then",
            "subject", "durable",
            "dead-letter-subject", "expire-after", "sequence-store", "ready-when", "batch", "batch-max-size",
            "batch-max-wait", "inactive-threshold", "priority-timeout", "replicas", "memory-storage", "headers-only",
            "description", "metadata" })
    void keysOfTheDesign(String key) {
        assertThat(mistakes(key, "1s")).noneMatch(mistake -> mistake.contains("the key"));
    }

    @Test
    void allMistakesOfAChannelAreCollected() {
        assertThat(
                mistakes("nonsense", "1", "sequence-store", "jdbc", "manual-ack", "true", "ack-wait", "x", "durable", "a.b",
                        "start-position", "x"))
                .hasSize(5);
    }

    /** Without a server; whether the store exists and can be shared is checked where the stores are known. */
    @Test
    void aSequenceStoreNeedsADurableAndItsAcks() {
        assertThat(mistakes("sequence-store", "jdbc", "ack", "none", "failure-strategy", "ignore", "memory-storage", "true"))
                .containsExactly(
                        "QNATS0871: Channel `orders`: `sequence-store` is `jdbc`, but its record belongs to a durable, and there "
                                + "is none; add `mp.messaging.incoming.orders.durable=…`",
                        "QNATS0873: Channel `orders`: `sequence-store` is `jdbc`, but `ack` is `none`, which settles messages "
                                + "that were not processed; write `ack=each`",
                        "QNATS0875: Channel `orders`: `sequence-store` is `jdbc`, but `memory-storage=true` lets a restart of "
                                + "the server forget acks; remove `memory-storage`");
        assertThat(mistakes("sequence-store", "file", "durable", "d", "ack", "all", "failure-strategy", "ignore"))
                .containsExactly("QNATS0873: Channel `orders`: `sequence-store` is `file`, but `ack` is `all`, which settles "
                        + "messages that were not processed; write `ack=each`");
        assertThat(mistakes("sequence-store", "file", "durable", "d", "manual-ack", "true"))
                .containsExactly("QNATS0872: Channel `orders`: `sequence-store` is `file`, but with `manual-ack=true` the "
                        + "connector does not know what was processed; remove one of them");
        assertThat(mistakes("sequence-store-accept", "x")).containsExactly("QNATS0885: Channel `orders`: "
                + "`sequence-store-accept` is `x`, but there is no `sequence-store`; remove it");
    }

    private static String failBroken(String breaker) {
        return "QNATS0506: Channel `orders`: `failure-strategy=fail` keeps the order, which " + breaker
                + " would break; remove it, or write `failure-strategy=nak`";
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
