package io.quarkiverse.messaging.nats.runtime.outgoing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.quarkiverse.messaging.nats.OutgoingNatsMetadata;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;

/** An older server stores what it does not know and ignores it; so it is not sent there. */
class OlderServersTest {

    private static NatsServer server;
    private static NatsProbe probe;
    private static Sender sender;

    @BeforeAll
    static void start() {
        try {
            server = NatsServer.ofVersion("2.10");
        } catch (UncheckedIOException e) {
            abort("no such server can be had on this machine: " + e.getMessage());
        }
        probe = new NatsProbe(server);
        probe.createStream("S", "orders", "scheduled.orders.*");
        sender = new Sender(probe, "orders");
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable one : new AutoCloseable[] { sender, probe, server }) {
            if (one != null) {
                one.close();
            }
        }
    }

    @Test
    void whatNeedsANewerServerIsNackedWithBothVersionsAndTheNextFollows() throws Exception {
        String version = probe.connection().getServerInfo().getVersion();
        assertThat(version).startsWith("2.10.");
        assertThat(sender.send(OutgoingNatsMetadata.builder().timeToLive(Duration.ofHours(1))))
                .isEqualTo("QNATS0715: timeToLive needs nats-server 2.11 or newer, the connected one is " + version);
        assertThat(sender.send(OutgoingNatsMetadata.builder().deliverAt(Instant.now().plusSeconds(60))))
                .isEqualTo("QNATS0715: deliverAt needs nats-server 2.12 or newer, the connected one is " + version);
        assertThat(probe.messages("S")).isZero();
        assertThat(sender.send(OutgoingNatsMetadata.builder().expectedLastSequence(0))).isEqualTo("acked");
        assertThat(sender.send(OutgoingNatsMetadata.builder().expectedLastSequence(0)))
                .isEqualTo("QNATS0722: the stream is not as the message expects it: wrong last sequence: 1 [10071]");
        assertThat(probe.messages("S")).isEqualTo(1);
    }
}
