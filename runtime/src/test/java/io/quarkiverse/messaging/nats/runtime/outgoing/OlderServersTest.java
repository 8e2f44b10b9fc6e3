package io.quarkiverse.messaging.nats.runtime.outgoing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.messaging.nats.OutgoingNatsMetadata;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;

/** An older server stores what it does not know and ignores it; so it is not sent there. */
class OlderServersTest {

    @ParameterizedTest
    @ValueSource(strings = { "2.9", "2.10" })
    void whatNeedsANewerServerIsNackedWithBothVersionsAndTheNextFollows(String line) throws Exception {
        try (NatsServer server = server(line);
                NatsProbe probe = new NatsProbe(server);
                Sender sender = new Sender(probe, "orders")) {
            probe.createStream("S", "orders", "scheduled.orders.*");
            String version = probe.connection().getServerInfo().getVersion();
            assertThat(version).startsWith(line + ".");
            assertThat(sender.send(OutgoingNatsMetadata.builder().timeToLive(Duration.ofHours(1))))
                    .isEqualTo("QNATS0715: timeToLive needs nats-server 2.11 or newer, the connected one is " + version);
            assertThat(sender.send(OutgoingNatsMetadata.builder().deliverAt(Instant.now().plusSeconds(60))))
                    .isEqualTo("QNATS0715: deliverAt needs nats-server 2.12 or newer, the connected one is " + version);
            assertThat(probe.messages("S")).isZero();
            assertThat(sender.send(OutgoingNatsMetadata.builder().expectedLastSequence(0))).isEqualTo("acked");
            assertThat(sender.send(OutgoingNatsMetadata.builder().expectedLastSequence(0)))
                    .isEqualTo("QNATS0722: the stream is not as the message expects it: wrong last sequence: 1 [10071]");
            assertThat(sender.send(OutgoingNatsMetadata.builder().expectedLastSubjectSequence(1))).isEqualTo("acked");
            assertThat(sender.send(OutgoingNatsMetadata.builder().expectedLastSubjectSequence(1)))
                    .isEqualTo("QNATS0722: the stream is not as the message expects it: wrong last sequence: 2 [10071]");
            assertThat(probe.messages("S")).isEqualTo(2);
        }
    }

    private static NatsServer server(String line) {
        try {
            return NatsServer.ofVersion(line);
        } catch (UncheckedIOException e) {
            return abort("no such server can be had on this machine: " + e.getMessage());
        }
    }
}
