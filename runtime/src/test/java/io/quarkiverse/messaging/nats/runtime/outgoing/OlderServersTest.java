package io.quarkiverse.messaging.nats.runtime.outgoing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.quarkiverse.messaging.nats.OutgoingNatsMetadata;
import io.quarkiverse.messaging.nats.runtime.config.OutgoingSettings;
import io.quarkiverse.messaging.nats.runtime.config.TestConfig;
import io.quarkiverse.messaging.nats.runtime.connection.TestConnection;
import io.quarkiverse.messaging.nats.runtime.health.ChannelStatus;
import io.quarkiverse.messaging.nats.runtime.payload.PayloadEncoder;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;

/** An older server stores what it does not know and ignores it; so it is not sent there. */
class OlderServersTest {

    private static NatsServer server;
    private static NatsProbe probe;
    private static Vertx vertx;
    private static OutgoingChannel channel;

    @BeforeAll
    static void start() {
        try {
            server = NatsServer.ofVersion("2.10");
        } catch (UncheckedIOException e) {
            abort("no such server can be had on this machine: " + e.getMessage());
        }
        probe = new NatsProbe(server);
        probe.createStream("S", "orders", "scheduled.orders.*");
        vertx = Vertx.vertx();
        OutgoingSettings settings = TestConfig.outgoing("orders");
        PublishQueue queue = new PublishQueue(10);
        channel = new OutgoingChannel(settings, new RequestEncoder(settings, new PayloadEncoder(), () -> 0), queue,
                ((VertxInternal) vertx).createEventLoopContext(), new ChannelStatus("orders", "not checked"));
        queue.open(TestConnection.of(probe));
        channel.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long n) {
                // what is sent is what the tests send
            }

            @Override
            public void cancel() {
                // nothing to end
            }
        });
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable one : new AutoCloseable[] { probe, server, vertx == null ? null : () -> vertx.close() }) {
            if (one != null) {
                one.close();
            }
        }
    }

    @Test
    void whatNeedsANewerServerIsNackedWithBothVersionsAndTheNextFollows() throws Exception {
        String version = probe.connection().getServerInfo().getVersion();
        assertThat(version).startsWith("2.10.");
        assertThat(send(OutgoingNatsMetadata.builder().timeToLive(Duration.ofHours(1))))
                .isEqualTo("QNATS0715: timeToLive needs nats-server 2.11 or newer, the connected one is " + version);
        assertThat(send(OutgoingNatsMetadata.builder().deliverAt(Instant.now().plusSeconds(60))))
                .isEqualTo("QNATS0715: deliverAt needs nats-server 2.12 or newer, the connected one is " + version);
        assertThat(probe.messages("S")).isZero();
        assertThat(send(OutgoingNatsMetadata.builder().expectedLastSequence(0))).isEqualTo("acked");
        assertThat(send(OutgoingNatsMetadata.builder().expectedLastSequence(0)))
                .isEqualTo("QNATS0722: the stream is not as the message expects it: wrong last sequence: 1 [10071]");
        assertThat(probe.messages("S")).isEqualTo(1);
    }

    private static String send(OutgoingNatsMetadata.Builder metadata) throws Exception {
        CompletableFuture<String> outcome = new CompletableFuture<>();
        channel.onNext(Message.of("x", Metadata.of(metadata.build()), () -> {
            outcome.complete("acked");
            return CompletableFuture.completedStage(null);
        }, failure -> {
            outcome.complete(failure.getMessage());
            return CompletableFuture.completedStage(null);
        }));
        return outcome.get(10, TimeUnit.SECONDS);
    }
}
