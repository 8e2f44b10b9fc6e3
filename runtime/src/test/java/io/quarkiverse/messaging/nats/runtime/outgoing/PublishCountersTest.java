package io.quarkiverse.messaging.nats.runtime.outgoing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.nats.client.api.StreamConfiguration;
import io.quarkiverse.messaging.nats.OutgoingNatsMetadata;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;

/** What is sent again is counted, and what may be stored twice. The stream stores and never confirms. */
class PublishCountersTest {

    private static NatsServer server;
    private static NatsProbe probe;

    @BeforeAll
    static void start() {
        server = NatsServer.start();
        probe = new NatsProbe(server);
        probe.createStream(StreamConfiguration.builder().name("long").subjects("long").noAck(true).build());
        probe.createStream(StreamConfiguration.builder().name("short").subjects("short").noAck(true)
                .duplicateWindow(Duration.ofMillis(150)).build());
        probe.createStream("confirmed", "confirmed");
    }

    @AfterAll
    static void stop() {
        probe.close();
        server.close();
    }

    private static PublishCounters counted(String name, String... keysAndValues) throws Exception {
        try (Sender sender = new Sender(probe, name, keysAndValues)) {
            sender.send(OutgoingNatsMetadata.builder());
            return sender.channel.counters();
        }
    }

    @Test
    void retriesWithinTheWindow() throws Exception {
        PublishCounters counters = counted("long", "ack-timeout", "100ms", "retries", "2");
        assertThat(counters.retries()).isEqualTo(2);
        assertThat(counters.possibleDuplicates()).isZero();
    }

    @Test
    void aMessageThatIsSentAgainBeyondTheWindowCountsOnce() throws Exception {
        PublishCounters counters = counted("short", "ack-timeout", "200ms", "retries", "2");
        assertThat(counters.retries()).isEqualTo(2);
        assertThat(counters.possibleDuplicates()).isEqualTo(1);
    }

    @Test
    void withoutAnIdEveryRetryMayBeADuplicate() throws Exception {
        PublishCounters counters = counted("long", "message-id", "none", "ack-timeout", "100ms", "retries", "1");
        assertThat(counters.retries()).isEqualTo(1);
        assertThat(counters.possibleDuplicates()).isEqualTo(1);
    }

    @Test
    void nothingWhereEverythingIsConfirmed() throws Exception {
        PublishCounters counters = counted("confirmed");
        assertThat(counters.retries()).isZero();
        assertThat(counters.possibleDuplicates()).isZero();
    }
}
