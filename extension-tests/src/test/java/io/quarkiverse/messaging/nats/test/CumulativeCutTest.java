package io.quarkiverse.messaging.nats.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.stream.IntStream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.messaging.nats.spi.FailedMessage;
import io.quarkiverse.messaging.nats.spi.FailureStrategy;
import io.quarkiverse.messaging.nats.testing.CuttableProxy;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.common.annotation.NonBlocking;

/** A connection cut while much is on the way: a cumulative ack never covers what was lost there. */
class CumulativeCutTest {

    static final int COUNT = 4000;
    static final String PADDING = "x".repeat(10_000);
    static final NatsServer SERVER = NatsServer.of(CumulativeCutTest.class);

    @RegisterExtension
    static final QuarkusUnitTest APP = TestApp.on(SERVER, probe -> probe.createStream("ledger", "ledger"),
            Receiver.class, Received.class, Letting.class)
            .overrideConfigKey("quarkus.messaging.nats.servers", CuttableProxy.urlOf(CumulativeCutTest.class, SERVER))
            .overrideRuntimeConfigKey("quarkus.messaging.nats.reconnect-wait", "50ms")
            .overrideRuntimeConfigKey("quarkus.messaging.nats.reconnect-jitter", "20ms")
            .overrideRuntimeConfigKey("mp.messaging.incoming.ledger.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.ledger.ack-wait", TestApp.ackWait())
            .overrideRuntimeConfigKey("mp.messaging.incoming.ledger.ack", "all")
            // Neither this strategy nor a durable makes the channel an ordered one.
            .overrideRuntimeConfigKey("mp.messaging.incoming.ledger.failure-strategy", "letting")
            .overrideRuntimeConfigKey("mp.messaging.incoming.ledger.start-position", "all");

    @Inject
    Received received;

    @Test
    void everyMessageIsHandled() {
        try (NatsProbe probe = new NatsProbe(SERVER)) {
            probe.publishAll("ledger", 1, COUNT, i -> i + " " + PADDING);
            for (int handled = 100; handled < COUNT; handled += 300) {
                int enough = handled;
                await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(1))
                        .until(() -> received.count() >= enough);
                CuttableProxy.cut(CumulativeCutTest.class);
            }
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> probe.isDrained("ledger", probe.consumers("ledger").get(0).getName()));
        }
        assertThat(received.all()).containsAll(IntStream.rangeClosed(1, COUNT).mapToObj(String::valueOf).toList());
    }

    @ApplicationScoped
    @Identifier("letting")
    public static class Letting implements FailureStrategy {

        @Override
        public void onFailure(FailedMessage failed) {
            failed.ack();
        }
    }

    @ApplicationScoped
    public static class Receiver {

        @Inject
        Received received;

        @Incoming("ledger")
        @NonBlocking
        void receive(String number) {
            received.add(number.substring(0, number.indexOf(' ')));
        }
    }
}
