package io.quarkiverse.messaging.nats.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.StreamConfiguration;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.mutiny.Multi;

/**
 * {@code order=strict}: messages are stored in the order of sending. For a while the stream has no room, so
 * that messages are refused and sent again, and later the server is SIGKILLed in the middle, three times.
 */
@Timeout(120)
class StrictOrderTest {

    static final int COUNT = 5000;
    static final int ROOM = 100;
    static final NatsServer SERVER = NatsServer.of(StrictOrderTest.class);

    @RegisterExtension
    static final QuarkusUnitTest APP = TestApp.on(SERVER, StrictOrderTest::stream, Application.class)
            .overrideRuntimeConfigKey("quarkus.messaging.nats.reconnect-wait", "50ms")
            .overrideRuntimeConfigKey("quarkus.messaging.nats.reconnect-jitter", "20ms")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.entries.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.entries.subject", "ledger")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.entries.order", "strict");

    /** It refuses what it has no room for: such a message is sent again later. */
    static void stream(NatsProbe probe) {
        probe.createStream(StreamConfiguration.builder().name("ledger").subjects("ledger").maxMessages(ROOM)
                .discardPolicy(DiscardPolicy.New).build());
    }

    @Test
    void theStoredOrderIsTheOrderOfSending() throws Exception {
        try (NatsProbe probe = new NatsProbe(SERVER)) {
            await().atMost(Duration.ofSeconds(30)).until(() -> probe.messages("ledger") == ROOM);
            await().during(Duration.ofMillis(500)).atMost(Duration.ofSeconds(10))
                    .until(() -> Application.CONFIRMED.get() == ROOM);
            probe.management().updateStream(StreamConfiguration
                    .builder(probe.management().getStreamInfo("ledger").getConfiguration()).maxMessages(-1).build());
        }
        for (int confirmed : new int[] { 1000, 2000, 3000 }) {
            await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(2))
                    .until(() -> Application.CONFIRMED.get() >= confirmed);
            SERVER.kill();
            SERVER.restart();
        }
        try (NatsProbe probe = new NatsProbe(SERVER)) {
            await().atMost(Duration.ofSeconds(60)).until(() -> Application.CONFIRMED.get() == COUNT);
            List<String> stored = new ArrayList<>();
            for (int sequence = 1; sequence <= probe.messages("ledger"); sequence++) {
                stored.add(new String(probe.message("ledger", sequence).getData()));
            }
            assertThat(stored).isEqualTo(IntStream.range(0, COUNT).mapToObj(String::valueOf).toList());
        }
        assertThat(Application.NACKED).hasValue(0);
    }

    @ApplicationScoped
    public static class Application {

        static final AtomicInteger CONFIRMED = new AtomicInteger();
        static final AtomicInteger NACKED = new AtomicInteger();

        @Outgoing("entries")
        Multi<Message<byte[]>> entries() {
            return Multi.createFrom().range(0, COUNT).map(i -> Message.of(String.valueOf(i).getBytes(),
                    () -> {
                        CONFIRMED.incrementAndGet();
                        return CompletableFuture.completedStage(null);
                    },
                    failure -> {
                        NACKED.incrementAndGet();
                        return CompletableFuture.completedStage(null);
                    }));
        }
    }
}
