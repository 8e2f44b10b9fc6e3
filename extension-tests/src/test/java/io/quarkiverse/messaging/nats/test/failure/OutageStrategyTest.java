package io.quarkiverse.messaging.nats.test.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.messaging.nats.IncomingNatsMetadata;
import io.quarkiverse.messaging.nats.test.Received;
import io.quarkiverse.messaging.nats.test.TestApp;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;

/** A failure strategy of the application's own, made by the steps of CONTRIBUTING.md; the documentation shows it. */
class OutageStrategyTest {

    static final Duration SOON = Duration.ofSeconds(20);
    static final NatsServer SERVER = NatsServer.of(OutageStrategyTest.class);

    @RegisterExtension
    static final QuarkusUnitTest APP = TestApp.on(SERVER, probe -> {
        probe.createStream("orders", "orders");
        probe.createStream("dead", "dead.>");
    }, OutageStrategy.class, Shop.class, Received.class)
            .overrideRuntimeConfigKey("mp.messaging.incoming.orders.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.orders.durable", "app")
            .overrideRuntimeConfigKey("mp.messaging.incoming.orders.failure-strategy", "outage")
            .overrideRuntimeConfigKey("mp.messaging.incoming.orders.backoff", "100ms")
            .overrideRuntimeConfigKey("mp.messaging.incoming.orders.dead-letter-subject", "dead.orders");

    @Inject
    Received received;

    @Test
    void anOutageIsWaitedForAndWhatIsWrongIsPutAside() {
        try (NatsProbe probe = new NatsProbe(SERVER)) {
            probe.publish("orders", "early");
            probe.publish("orders", "wrong");
            await().atMost(SOON).until(() -> received.count() == 4 && probe.isDrained("orders", "app"));
            assertThat(received.all()).containsExactlyInAnyOrder("early 1", "early 2", "early 3", "wrong 1");
            assertThat(probe.messages("dead")).isEqualTo(1);
            assertThat(probe.message("dead", 1).getData()).asString(StandardCharsets.UTF_8).isEqualTo("wrong");
        }
    }

    @ApplicationScoped
    public static class Shop {

        @Inject
        Received received;

        @Incoming("orders")
        void pack(String order, IncomingNatsMetadata metadata) throws IOException {
            received.add(order + " " + metadata.deliveryCount());
            if (order.equals("wrong")) {
                throw new IllegalArgumentException("told to fail");
            }
            if (metadata.deliveryCount() < 3) {
                throw new IOException("told to be away");
            }
        }
    }
}
