package io.quarkiverse.messaging.nats.runtime.incoming;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZonedDateTime;

import org.junit.jupiter.api.Test;

import io.nats.client.impl.Headers;
import io.quarkiverse.messaging.nats.Deliveries;
import io.quarkiverse.messaging.nats.IncomingNatsMetadata;
import io.quarkiverse.messaging.nats.runtime.consumer.BoundConsumer;

class DeadLetterTest {

    private static final BoundConsumer CONSUMER = new BoundConsumer("S", ZonedDateTime.parse("2026-11-22T10:00:00.000000001Z"),
            "C", ZonedDateTime.parse("2026-11-22T10:00:00Z"), null, 0);

    @Test
    void whereFromAndWhy() {
        Headers letter = letter(null, new IllegalStateException("no\r\nroom"));
        assertThat(letter.keySet()).containsExactlyInAnyOrder("Nats-Msg-Id", "Dead-Letter-Channel", "Dead-Letter-Subject",
                "Dead-Letter-Stream", "Dead-Letter-Consumer", "Dead-Letter-Sequence", "Dead-Letter-Timestamp",
                "Dead-Letter-Delivery-Count", "Dead-Letter-Exception", "Dead-Letter-Message");
        assertThat(letter.getFirst("Nats-Msg-Id")).isEqualTo("dead-letter:S:1795341600.000000001:C:42");
        assertThat(letter.getFirst("Dead-Letter-Channel")).isEqualTo("orders");
        assertThat(letter.getFirst("Dead-Letter-Subject")).isEqualTo("orders.new");
        assertThat(letter.getFirst("Dead-Letter-Stream")).isEqualTo("S");
        assertThat(letter.getFirst("Dead-Letter-Consumer")).isEqualTo("C");
        assertThat(letter.getFirst("Dead-Letter-Sequence")).isEqualTo("42");
        assertThat(letter.getFirst("Dead-Letter-Timestamp")).isEqualTo("2023-11-14T22:13:20Z");
        assertThat(letter.getFirst("Dead-Letter-Delivery-Count")).isEqualTo("3");
        assertThat(letter.getFirst("Dead-Letter-Exception")).isEqualTo("java.lang.IllegalStateException");
        assertThat(letter.getFirst("Dead-Letter-Message")).isEqualTo("no room");
    }

    @Test
    void theOriginalsHeadersAreKeptAndOrdersToTheServerAreNot() {
        Headers original = new Headers().add("Trace", "1", "2").add("Nats-Msg-Id", "m1").add("Nats-TTL", "1s")
                .add("Nats-Pin-Id", "p").add("Dead-Letter-Sequence", "1");
        Headers letter = letter(original, new IllegalStateException());
        assertThat(letter.get("Trace")).containsExactly("1", "2");
        assertThat(letter.getFirst("Dead-Letter-Original-Nats-Msg-Id")).isEqualTo("m1");
        assertThat(letter.getFirst("Dead-Letter-Original-Nats-TTL")).isEqualTo("1s");
        assertThat(letter.get("Nats-Msg-Id")).containsExactly("dead-letter:S:1795341600.000000001:C:42");
        assertThat(letter.get("Dead-Letter-Sequence")).containsExactly("42");
        assertThat(letter.keySet()).doesNotContain("Nats-TTL", "Nats-Pin-Id", "Dead-Letter-Original-Nats-Pin-Id");
        assertThat(letter.getFirst("Dead-Letter-Message")).isEqualTo("null");
    }

    @Test
    void anotherIncarnationOrConsumerIsAnotherLetter() {
        BoundConsumer anew = new BoundConsumer("S", CONSUMER.streamCreated().plusNanos(1), "C", CONSUMER.created(), null, 0);
        BoundConsumer other = new BoundConsumer("S", CONSUMER.streamCreated(), "D", CONSUMER.created(), null, 0);
        assertThat(DeadLetter.id(CONSUMER, 1)).isEqualTo(DeadLetter.id(CONSUMER.withAckFloor(7), 1))
                .isNotEqualTo(DeadLetter.id(anew, 1)).isNotEqualTo(DeadLetter.id(other, 1))
                .isNotEqualTo(DeadLetter.id(CONSUMER, 2));
    }

    @Test
    void aLine() {
        assertThat(DeadLetter.line("  a\t\r\n b\u0001ü€c\u007f ", 100)).isEqualTo("a b ??c");
        assertThat(DeadLetter.line("x".repeat(600), 500)).hasSize(500);
        assertThat(DeadLetter.line("\r\n", 500)).isEmpty();
    }

    private static Headers letter(Headers headers, Throwable reason) {
        IncomingNatsMetadata original = IncomingNatsMetadata
                .of(Deliveries.of("$JS.ACK.S.C.3.42.57.1700000000000000000.0", "x", headers));
        return DeadLetter.headers("orders", CONSUMER, original, reason);
    }
}
