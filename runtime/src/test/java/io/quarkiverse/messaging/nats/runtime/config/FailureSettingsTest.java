package io.quarkiverse.messaging.nats.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.messaging.nats.runtime.config.FailureSettings.LastResort;

class FailureSettingsTest {

    private static final String ORDERS = "mp.messaging.incoming.orders.";

    @Test
    void nothingConfigured() {
        FailureSettings settings = TestConfig.incoming("orders").failure();
        assertThat(settings.maxDeliver()).isZero();
        assertThat(settings.lastResort()).isNull();
        assertThat(settings.nonRetryable()).isEmpty();
        assertThat(settings.deadLetterSubject()).isNull();
    }

    @Test
    void everythingConfigured() {
        FailureSettings settings = TestConfig.incoming("orders", "max-deliver", "3", "non-retryable",
                "java.io.IOException, java.lang.Error", "max-deliver-then", "term", "dead-letter-subject", "dead").failure();
        assertThat(settings.maxDeliver()).isEqualTo(3);
        assertThat(settings.lastResort()).isEqualTo(LastResort.TERM);
        assertThat(settings.nonRetryable()).isEqualTo(List.of(IOException.class, Error.class));
        assertThat(settings.deadLetterSubject()).isEqualTo("dead");
    }

    @ParameterizedTest
    @CsvSource({ "dead-letter, DEAD_LETTER", "term, TERM", "fail, FAIL", "'', DEAD_LETTER" })
    void theLastResort(String then, LastResort resort) {
        assertThat(TestConfig.incoming("orders", "max-deliver", "3", "max-deliver-then", then, "dead-letter-subject", "dead")
                .failure().lastResort()).isEqualTo(resort);
    }

    @Test
    void subclassesAndCausesAreNotRetriedEither() {
        FailureSettings settings = TestConfig.incoming("orders", "non-retryable", "java.io.IOException",
                "max-deliver-then", "term").failure();
        assertThat(settings.isNonRetryable(new IOException())).isTrue();
        assertThat(settings.isNonRetryable(new FileNotFoundException())).isTrue();
        assertThat(settings.isNonRetryable(new IllegalStateException(new RuntimeException(new IOException())))).isTrue();
        assertThat(settings.isNonRetryable(new IllegalStateException())).isFalse();
        assertThat(settings.isNonRetryable(new Exception())).isFalse();
        Exception ring = new Exception();
        ring.initCause(new Exception(ring));
        assertThat(settings.isNonRetryable(ring)).isFalse();
    }

    @Test
    void deadLetterNeedsASubject() {
        assertThat(mistakes("failure-strategy", "dead-letter")).containsExactly("QNATS0610: Channel `orders`: "
                + "`failure-strategy` is `dead-letter`, which needs a subject for what it puts aside; add "
                + "`mp.messaging.incoming.orders.dead-letter-subject=…`, or write `failure-strategy=term`");
        assertThat(mistakes("failure-strategy", "dead-letter", "dead-letter-subject", "dead")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = { "dead.*|it has a wildcard", "a..b|it has an empty token",
            "a b|it contains a space", "'a,b'|it has a comma" })
    void aDeadLetterSubjectThatIsNone(String subject, String why) {
        assertThat(mistakes("dead-letter-subject", subject)).containsExactly("QNATS0611: Channel `orders`: "
                + "`dead-letter-subject` is `" + subject + "`, which is no subject to publish to (" + why
                + "); write for example `mp.messaging.incoming.orders.dead-letter-subject=dead.orders`");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = { "orders|orders", "orders.>|orders.dead", "'a,orders.*'|orders.dead",
            "*.dead|orders.dead", "orders.*.x|orders.dead.x" })
    void aChannelMustNotReceiveItsDeadLetters(String filter, String subject) {
        assertThat(mistakes("subject", filter, "dead-letter-subject", subject)).singleElement().asString()
                .startsWith("QNATS0612: Channel `orders`: `dead-letter-subject` is `" + subject
                        + "`, which the channel's own subject `")
                .endsWith("` matches, so that it would receive its dead letters; write one outside of it, for example "
                        + "`mp.messaging.incoming.orders.dead-letter-subject=dead.orders`");
    }

    @Test
    void whereNoSubjectIsOutside() {
        assertThat(mistakes("subject", ">", "dead-letter-subject", "dead")).singleElement().asString().endsWith(
                "write one outside of it, for example by a narrower `mp.messaging.incoming.orders.subject`");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = { "orders.*|orders.dead.x", "orders.new|orders.dead", "orders.*|orders",
            "orders|orders.dead", "orders.>|orders" })
    void otherSubjectsAreFine(String filter, String subject) {
        assertThat(mistakes("subject", filter, "dead-letter-subject", subject)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = { "max-deliver|3", "non-retryable|java.io.IOException", "max-deliver-then|term" })
    void whereNothingIsTriedAgainNothingIsCounted(String key, String value) {
        for (String strategy : List.of("fail", "ignore", "term", "dead-letter")) {
            assertThat(mistakes(key, value, "failure-strategy", strategy, "dead-letter-subject", "dead")).containsExactly(
                    "QNATS0613: Channel `orders`: `" + key + "` is `" + value + "`, but with `failure-strategy=" + strategy
                            + "` a failed message does not come again; remove it, or write `failure-strategy=nak`");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = { "max-deliver|3", "non-retryable|java.io.IOException" })
    void theLastResortMustBeSaid(String key, String value) {
        assertThat(mistakes(key, value)).containsExactly("QNATS0614: Channel `orders`: `" + key + "` is `" + value
                + "`, but it is not said what then becomes of the message; add `mp.messaging.incoming.orders."
                + "dead-letter-subject=…`, or `mp.messaging.incoming.orders.max-deliver-then=term` or `fail`");
        assertThat(mistakes(key, value, "failure-strategy", "own", "max-deliver-then", "term")).isEmpty();
        assertThat(mistakes(key, value, "dead-letter-subject", "dead")).isEmpty();
    }

    @Test
    void aLastResortThatIsNeverDue() {
        assertThat(mistakes("max-deliver-then", "term")).containsExactly("QNATS0615: Channel `orders`: `max-deliver-then` "
                + "is `term`, but nothing leads to it; add `mp.messaging.incoming.orders.max-deliver=…` or "
                + "`mp.messaging.incoming.orders.non-retryable=…`, or remove `max-deliver-then`");
    }

    @Test
    void aLastResortWithoutItsSubject() {
        assertThat(mistakes("max-deliver", "3", "max-deliver-then", "dead-letter")).containsExactly("QNATS0616: Channel "
                + "`orders`: `max-deliver-then` is `dead-letter`, which needs a subject; add "
                + "`mp.messaging.incoming.orders.dead-letter-subject=…`, or write `term` or `fail`");
    }

    @Test
    void aLastResortThatStopsNeedsOrder() {
        String sentence = "QNATS0617: Channel `orders`: `max-deliver-then` is `fail`, which stops at the failed message, and "
                + "%s would process what follows it; write `dead-letter` or `term`";
        assertThat(mistakes("max-deliver", "3", "max-deliver-then", "fail", "queue-group", "g"))
                .containsExactly(sentence.formatted("a `queue-group`"));
        assertThat(mistakes("max-deliver", "3", "max-deliver-then", "fail", "concurrency", "2"))
                .contains(sentence.formatted("`concurrency` above 1"));
        TestConfig config = TestConfig.of(ORDERS + "max-deliver", "3", ORDERS + "max-deliver-then", "fail");
        config.incomingSettingsOfUnorderedMethod("orders");
        assertThat(config.mistakes()).containsExactly(
                sentence.formatted("a method with @Blocking(ordered = false) or @RunOnVirtualThread"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = { "max-deliver|3", "non-retryable|java.io.IOException", "max-deliver-then|term" })
    void byHandTheApplicationCounts(String key, String value) {
        assertThat(mistakes("manual-ack", "true", key, value)).containsExactly("QNATS0618: Channel `orders`: `" + key
                + "` is `" + value + "`, but with `manual-ack=true` the application settles what failed; remove it, and call "
                + "`nak`, `term` or `ack` of NatsAcknowledgement");
    }

    /** A payload that can't be read never comes to the application, so these count. */
    @Test
    void byHandTheStrategyIsForWhatCannotBeRead() {
        assertThat(mistakes("manual-ack", "true", "failure-strategy", "dead-letter", "dead-letter-subject", "dead", "backoff",
                "1s")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = { "java.lang.String|is no exception", "no.such.Failure|is no class of this application",
            "''|is no class of this application" })
    void whatIsNoException(String name, String why) {
        assertThat(mistakes("non-retryable", "java.io.IOException," + name, "max-deliver-then", "term")).containsExactly(
                "QNATS0619: Channel `orders`: `non-retryable` names `" + name + "`, which " + why + "; allowed are names of "
                        + "exception classes, separated by commas, for example `java.lang.IllegalArgumentException`");
    }

    @ParameterizedTest
    @ValueSource(strings = { "0", "-1", "x", "1.5" })
    void maxDeliverIsANumber(String value) {
        assertThat(mistakes("max-deliver", value, "dead-letter-subject", "dead")).containsExactly("QNATS0503: Channel "
                + "`orders`: `max-deliver` is `" + value + "`, allowed is a whole number of at least 1; write for example "
                + "`mp.messaging.incoming.orders.max-deliver=5`");
    }

    @Test
    void maxDeliverThenIsOneOfThree() {
        assertThat(mistakes("max-deliver", "3", "max-deliver-then", "ignore")).containsExactly("QNATS0503: Channel "
                + "`orders`: `max-deliver-then` is `ignore`, allowed is dead-letter, term or fail; write for example "
                + "`mp.messaging.incoming.orders.max-deliver-then=term`");
    }

    /** What is set for all channels of the connector counts for those that retry. */
    @Test
    void keysOfTheConnectorCountWhereTheyCan() {
        String connector = "mp.messaging.connector.nats.";
        TestConfig config = TestConfig.of(connector + "max-deliver", "3", connector + "max-deliver-then", "term",
                ORDERS + "failure-strategy", "fail");
        config.incomingSettings("orders");
        assertThat(config.mistakes()).isEmpty();
        assertThat(config.incomingSettings("others").failure().maxDeliver()).isEqualTo(3);
        assertThat(config.incomingSettings("orders").failure().maxDeliver()).isZero();
    }

    @Test
    void expireAfterIsADuration() {
        assertThat(mistakes("expire-after", "0s")).containsExactly("QNATS0503: Channel `orders`: `expire-after` is `0s`, "
                + "allowed is a duration of at least 1 ms, such as 30s or PT1M; write for example "
                + "`mp.messaging.incoming.orders.expire-after=1h`");
        assertThat(mistakes("expire-after", "1h")).isEmpty();
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
