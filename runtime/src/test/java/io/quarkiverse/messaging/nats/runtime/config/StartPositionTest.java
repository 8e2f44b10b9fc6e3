package io.quarkiverse.messaging.nats.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;

class StartPositionTest {

    @ParameterizedTest
    @CsvSource({ "new, New", "all, All", "last, Last", "last-per-subject, LastPerSubject", "' ALL ', All" })
    void wordsAreTheServersPolicies(String text, DeliverPolicy policy) {
        ConsumerConfiguration consumer = applied(text);
        assertThat(consumer.getDeliverPolicy()).isEqualTo(policy);
        assertThat(consumer.startSeqWasSet()).isFalse();
        assertThat(consumer.getStartTime()).isNull();
    }

    @Test
    void aSequenceStartsThere() {
        ConsumerConfiguration consumer = applied("sequence:42");
        assertThat(consumer.getDeliverPolicy()).isEqualTo(DeliverPolicy.ByStartSequence);
        assertThat(consumer.getStartSequence()).isEqualTo(42);
        assertThat(StartPosition.at(42)).isEqualTo(StartPosition.parse("sequence:42"));
    }

    @Test
    void aTimeStartsThere() {
        ConsumerConfiguration consumer = applied("time:2026-11-22T10:00:00Z");
        assertThat(consumer.getDeliverPolicy()).isEqualTo(DeliverPolicy.ByStartTime);
        assertThat(consumer.getStartTime().toInstant()).isEqualTo(Instant.parse("2026-11-22T10:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource({ "ago:PT1H, 3600", "ago:1h, 3600", "ago:90, 90", "AGO: 2d, 172800" })
    void agoStartsBeforeTheConsumersCreation(String text, long seconds) {
        ConsumerConfiguration consumer = applied(text);
        assertThat(consumer.getDeliverPolicy()).isEqualTo(DeliverPolicy.ByStartTime);
        assertThat(consumer.getStartTime().toInstant()).isCloseTo(Instant.now().minus(Duration.ofSeconds(seconds)),
                within(30, ChronoUnit.SECONDS));
    }

    @ParameterizedTest
    @ValueSource(strings = { "newest", "sequence", "sequence:", "sequence:0", "sequence:-1", "sequence:x",
            "sequence:99999999999999999999", "time:", "time:yesterday", "time:2026-11-22", "ago:", "ago:0s", "ago:-1h",
            "ago:long", "last-per-subject:1", ":", "at:42" })
    void anythingElseIsRefusedInWords(String text) {
        TestConfig config = TestConfig.of("mp.messaging.incoming.orders.start-position", text);
        assertThat(config.incomingSettings("orders").startPosition()).isNull();
        assertThat(config.mistakes()).singleElement().asString().isEqualTo("QNATS0503: Channel `orders`: `start-position` is `"
                + text + "`, allowed is new, all, last, last-per-subject, sequence:<number>, time:<ISO 8601 instant> or "
                + "ago:<duration>; write for example `mp.messaging.incoming.orders.start-position=all`");
    }

    @Test
    void logsSayWhatWasWritten() {
        assertThat(StartPosition.parse("ago:1h")).hasToString("ago:1h");
        assertThat(StartPosition.at(7)).hasToString("sequence:7");
    }

    private static ConsumerConfiguration applied(String text) {
        ConsumerConfiguration.Builder consumer = ConsumerConfiguration.builder();
        StartPosition.parse(text).applyTo(consumer);
        return consumer.build();
    }
}
