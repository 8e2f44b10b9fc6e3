package io.quarkiverse.messaging.nats.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Multi;

/** The server is SIGKILLed and restarted three times in the middle of 100,000 messages: all are stored, all arrive. */
class ServerKilledTest {

    static final int COUNT = 100_000;
    static final NatsServer SERVER = NatsServer.of(ServerKilledTest.class);

    @RegisterExtension
    static final QuarkusUnitTest APP = TestApp.on(SERVER, probe -> probe.createStream("orders", "orders"),
            Application.class)
            .overrideRuntimeConfigKey("quarkus.messaging.nats.reconnect-wait", "100ms")
            .overrideRuntimeConfigKey("quarkus.messaging.nats.reconnect-jitter", "50ms")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.orders-out.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.orders-out.subject", "orders")
            .overrideRuntimeConfigKey("mp.messaging.incoming.orders.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.orders.durable", "shop")
            .overrideRuntimeConfigKey("mp.messaging.incoming.orders.ack-wait", TestApp.ackWait())
            .overrideRuntimeConfigKey("mp.messaging.incoming.orders.priority-timeout", "2s")
            .overrideRuntimeConfigKey("mp.messaging.incoming.orders.start-position", "all");

    @Inject
    Application application;

    @Test
    void allArrive() {
        for (int received : new int[] { 10_000, 40_000, 70_000 }) {
            await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(5))
                    .until(() -> application.distinct().size() >= received);
            SERVER.kill();
            SERVER.restart();
        }
        await().atMost(Duration.ofSeconds(90)).until(() -> application.confirmed().get() == COUNT);
        await().atMost(Duration.ofSeconds(60)).until(() -> application.distinct().size() == COUNT);
        assertThat(application.nacked()).hasValue(0);
        try (NatsProbe probe = new NatsProbe(SERVER)) {
            assertThat(probe.messages("orders")).isEqualTo(COUNT);
            await().atMost(Duration.ofSeconds(40)).until(() -> probe.isDrained("orders", "shop"));
        }
    }

    @ApplicationScoped
    public static class Application {

        final AtomicInteger confirmed = new AtomicInteger();
        final AtomicInteger nacked = new AtomicInteger();
        final Set<Integer> distinct = ConcurrentHashMap.newKeySet();

        @Outgoing("orders-out")
        Multi<Message<byte[]>> publish() {
            return Multi.createFrom().range(0, COUNT).map(i -> Message.of(String.valueOf(i).getBytes(),
                    () -> {
                        confirmed.incrementAndGet();
                        return CompletableFuture.completedStage(null);
                    },
                    failure -> {
                        nacked.incrementAndGet();
                        return CompletableFuture.completedStage(null);
                    }));
        }

        @Incoming("orders")
        @NonBlocking
        void receive(byte[] number) {
            distinct.add(Integer.parseInt(new String(number)));
        }

        // The bean is injected as a proxy, whose fields are not the bean's.
        AtomicInteger confirmed() {
            return confirmed;
        }

        AtomicInteger nacked() {
            return nacked;
        }

        Set<Integer> distinct() {
            return distinct;
        }
    }
}
