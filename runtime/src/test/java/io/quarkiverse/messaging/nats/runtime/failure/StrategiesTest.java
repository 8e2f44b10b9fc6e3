package io.quarkiverse.messaging.nats.runtime.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.quarkiverse.messaging.nats.Deliveries;
import io.quarkiverse.messaging.nats.IncomingNatsMetadata;
import io.quarkiverse.messaging.nats.spi.FailedMessage;

class StrategiesTest {

    @ParameterizedTest
    @CsvSource({ "1, PT1S", "2, PT5S", "3, PT30S", "4, PT30S", "1000000, PT30S" })
    void nakWaitsLongerWithEachDelivery(long delivery, Duration delay) {
        Failed failed = new Failed(delivery);
        new NakStrategy().onFailure(failed);
        assertThat(failed.calls).containsExactly("nak " + delay);
        assertThat(new NakStrategy().stops()).isFalse();
        assertThat(new NakStrategy().retries()).isTrue();
    }

    @Test
    void ignoreAcks() {
        Failed failed = new Failed(1);
        new IgnoreStrategy().onFailure(failed);
        assertThat(failed.calls).containsExactly("ack");
        assertThat(new IgnoreStrategy().retries()).isFalse();
    }

    @Test
    void termTerminatesWithTheReason() {
        Failed failed = new Failed(1);
        new TermStrategy().onFailure(failed);
        assertThat(failed.calls).containsExactly("term java.lang.IllegalStateException: planned");
        assertThat(new TermStrategy().retries()).isFalse();
    }

    @Test
    void deadLetterPutsAside() {
        Failed failed = new Failed(1);
        new DeadLetterStrategy().onFailure(failed);
        assertThat(failed.calls).containsExactly("dead-letter");
        assertThat(new DeadLetterStrategy().retries()).isFalse();
        assertThat(new DeadLetterStrategy().deadLetters()).isTrue();
    }

    @Test
    void failStops() {
        Failed failed = new Failed(1);
        new FailStrategy().onFailure(failed);
        assertThat(failed.calls).containsExactly("stop");
        assertThat(new FailStrategy().stops()).isTrue();
        assertThat(new FailStrategy().retries()).isFalse();
    }

    private static final class Failed implements FailedMessage {

        private final long delivery;
        private final List<String> calls = new ArrayList<>();

        private Failed(long delivery) {
            this.delivery = delivery;
        }

        @Override
        public String channel() {
            return "orders";
        }

        @Override
        public IncomingNatsMetadata metadata() {
            return IncomingNatsMetadata.of(Deliveries.of("$JS.ACK.S.C." + delivery + ".2.3.4.5", "x", null));
        }

        @Override
        public Throwable reason() {
            return new IllegalStateException("planned");
        }

        @Override
        public List<Duration> backoff() {
            return List.of(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(30));
        }

        @Override
        public void ack() {
            calls.add("ack");
        }

        @Override
        public void nak(Duration delay) {
            calls.add("nak " + delay);
        }

        @Override
        public void term(String reason) {
            calls.add("term " + reason);
        }

        @Override
        public void deadLetter() {
            calls.add("dead-letter");
        }

        @Override
        public void stop() {
            calls.add("stop");
        }
    }
}
