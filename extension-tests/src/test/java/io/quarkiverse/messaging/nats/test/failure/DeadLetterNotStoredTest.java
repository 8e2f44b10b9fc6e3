package io.quarkiverse.messaging.nats.test.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.quarkiverse.messaging.nats.test.TestApp;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.common.annotation.NonBlocking;

/**
 * The stream for dead letters refuses them, or the server is killed under them: each failed message is in one of the two
 * streams at each moment, and in the end each has one dead letter.
 */
class DeadLetterNotStoredTest {

    static final int POISON = 1_000;
    static final Duration SOON = Duration.ofSeconds(60);
    static final NatsServer SERVER = NatsServer.of(DeadLetterNotStoredTest.class);

    @RegisterExtension
    static final QuarkusUnitTest APP = TestApp.on(SERVER, probe -> {
        probe.createStream(queue("refused", "refused").build());
        probe.createStream(full("dead-refused", "dead.refused", 1).build());
        probe.createStream(queue("killed", "killed").build());
        probe.createStream("dead-killed", "dead.killed");
    }, Handler.class)
            // A thousand failures: SmallRye's word on each, with its stack, would take longer than the test.
            .overrideRuntimeConfigKey("quarkus.log.category.\"io.smallrye.reactive.messaging.provider\".level", "OFF")
            .overrideRuntimeConfigKey("quarkus.messaging.nats.reconnect-wait", "100ms")
            .overrideRuntimeConfigKey("quarkus.messaging.nats.reconnect-jitter", "50ms")
            .overrideRuntimeConfigKey("mp.messaging.connector.nats.durable", "app")
            .overrideRuntimeConfigKey("mp.messaging.connector.nats.ack-wait", "2s")
            .overrideRuntimeConfigKey("mp.messaging.connector.nats.backoff", "300ms")
            .overrideRuntimeConfigKey("mp.messaging.connector.nats.failure-strategy", "dead-letter")
            .overrideRuntimeConfigKey("mp.messaging.incoming.refused.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.refused.dead-letter-subject", "dead.refused")
            .overrideRuntimeConfigKey("mp.messaging.incoming.killed.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.killed.dead-letter-subject", "dead.killed");

    /** What is settled here is gone from the stream. */
    private static StreamConfiguration.Builder queue(String name, String subject) {
        return StreamConfiguration.builder().name(name).subjects(subject).storageType(StorageType.File)
                .retentionPolicy(RetentionPolicy.WorkQueue);
    }

    private static StreamConfiguration.Builder full(String name, String subject, long most) {
        return StreamConfiguration.builder().name(name).subjects(subject).storageType(StorageType.File)
                .maxMessages(most).discardPolicy(DiscardPolicy.New);
    }

    @Test
    void whatIsRefusedStaysAndComesAgain() throws Exception {
        try (NatsProbe probe = new NatsProbe(SERVER)) {
            probe.publishAll("refused", 1, 10, i -> "poison " + i);
            await().atMost(SOON).until(() -> probe.messages("dead-refused") == 1);
            // One is put aside, the others come again and again and are not lost.
            await().atMost(SOON)
                    .until(() -> probe.consumer("refused", "app").getDelivered().getConsumerSequence() > 30);
            assertThat(probe.messages("dead-refused")).isEqualTo(1);
            assertThat(probe.messages("refused")).isEqualTo(9);
            probe.management().updateStream(full("dead-refused", "dead.refused", 100).build());
            await().atMost(SOON).until(() -> probe.messages("refused") == 0);
            assertThat(letters(probe, "dead-refused")).hasSize(10);
            assertThat(probe.messages("dead-refused")).isEqualTo(10);
        }
    }

    @Test
    void aServerThatIsKilledLosesNone() {
        try (NatsProbe probe = new NatsProbe(SERVER)) {
            probe.publishAll("killed", 1, POISON, i -> "poison " + i);
            for (int stored : new int[] { 100, 500 }) {
                await().atMost(SOON).pollInterval(Duration.ofMillis(2))
                        .until(() -> probe.messages("dead-killed") >= stored);
                SERVER.kill();
                SERVER.restart();
                await().atMost(SOON).ignoreExceptions().until(() -> probe.messages("dead-killed") >= stored);
            }
            // nats-server 2.9 keeps what was settled around its SIGKILL: there the consumer says that all is settled.
            boolean removes = probe.connection().getServerInfo().isSameOrNewerThanVersion("2.10.0");
            await().atMost(SOON).ignoreExceptions()
                    .until(() -> removes ? probe.messages("killed") == 0 : probe.isDrained("killed", "app"));
            assertThat(letters(probe, "dead-killed")).hasSize(POISON);
            // The same id over all tries: what was published twice is stored once.
            assertThat(probe.messages("dead-killed")).isEqualTo(POISON);
        }
    }

    /** The originals' sequences. */
    private static Set<String> letters(NatsProbe probe, String stream) {
        Set<String> sequences = new HashSet<>();
        long count = probe.messages(stream);
        for (int i = 1; i <= count; i++) {
            sequences.add(probe.message(stream, i).getHeaders().getFirst("Dead-Letter-Sequence"));
        }
        return sequences;
    }

    @ApplicationScoped
    public static class Handler {

        @Incoming("refused")
        @NonBlocking
        void refused(String payload) {
            throw new IllegalStateException("told to fail");
        }

        @Incoming("killed")
        @NonBlocking
        void killed(String payload) {
            throw new IllegalStateException("told to fail");
        }
    }
}
