package io.quarkiverse.messaging.nats.runtime.outgoing;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

import io.quarkiverse.messaging.nats.OutgoingNatsMetadata;
import io.quarkiverse.messaging.nats.runtime.config.OutgoingSettings;
import io.quarkiverse.messaging.nats.runtime.config.TestConfig;
import io.quarkiverse.messaging.nats.runtime.connection.TestConnection;
import io.quarkiverse.messaging.nats.runtime.health.ChannelStatus;
import io.quarkiverse.messaging.nats.runtime.payload.PayloadEncoder;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;

/** An outgoing channel without an application around it. */
final class Sender implements AutoCloseable {

    private static final long TICK_MILLIS = 20;

    final OutgoingChannel channel;
    private final Vertx vertx = Vertx.vertx();

    Sender(NatsProbe probe, String name, String... keysAndValues) {
        OutgoingSettings settings = TestConfig.outgoing(name, keysAndValues);
        PublishQueue queue = new PublishQueue(10);
        channel = new OutgoingChannel(settings, new RequestEncoder(settings, new PayloadEncoder(), () -> 0), queue,
                ((VertxInternal) vertx).createEventLoopContext(), new ChannelStatus(name, "not checked"));
        queue.open(TestConnection.of(probe));
        vertx.setPeriodic(TICK_MILLIS, ignored -> queue.tick());
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

    /** @return {@code acked}, or why it was nacked */
    String send(OutgoingNatsMetadata.Builder metadata) throws Exception {
        CompletableFuture<String> outcome = new CompletableFuture<>();
        channel.onNext(Message.of("x", Metadata.of(metadata.build()), () -> {
            outcome.complete("acked");
            return CompletableFuture.completedStage(null);
        }, failure -> {
            outcome.complete(failure.getMessage());
            return CompletableFuture.completedStage(null);
        }));
        return outcome.get(20, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        vertx.close();
    }
}
