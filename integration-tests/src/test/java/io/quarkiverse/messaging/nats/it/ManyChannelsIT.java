package io.quarkiverse.messaging.nats.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;

/** A hundred channels cost no threads, and a server that does not answer blocks none. */
class ManyChannelsIT {

    static final Duration SOON = Duration.ofSeconds(60);

    static NatsServer server;
    static NatsProbe probe;

    @BeforeAll
    static void start() {
        server = NatsServer.start();
        probe = new NatsProbe(server);
        probe.createStream("in", "in.*");
        probe.createStream("out", "out.*");
    }

    @AfterAll
    static void stop() {
        probe.close();
        server.close();
    }

    static Map<String, String> channels(boolean incoming, int count) {
        Map<String, String> config = new TreeMap<>();
        config.put("quarkus.messaging.nats.servers", server.url());
        config.put(incoming ? "it.many-in" : "it.many-out", String.valueOf(count));
        for (int i = 1; i <= count; i++) {
            String prefix = "mp.messaging." + (incoming ? "incoming.in-" : "outgoing.out-") + i + ".";
            config.put(prefix + "connector", "nats");
            config.put(prefix + "subject", (incoming ? "in." : "out.") + i);
        }
        return config;
    }

    @Test
    void theThreadsOfOneChannelAreThoseOfAHundred() {
        int one = threadsWith(1);
        int hundred = threadsWith(100);
        assertThat(Math.abs(hundred - one)).as("threads: %d with 1 channel, %d with 100", one, hundred)
                .isLessThanOrEqualTo(2);
    }

    /** With every channel having received messages, so that whatever it needs is there. */
    private static int threadsWith(int channels) {
        try (Worker worker = Worker.start(channels(true, channels))) {
            worker.awaitLine("MANY started", SOON);
            await().atMost(SOON).until(() -> probe.consumers("in").stream()
                    .filter(consumer -> consumer.getNumWaiting() > 0).count() == channels);
            for (int i = 0; i < 1000; i++) {
                probe.publish("in." + (1 + i % channels), "m" + i);
            }
            worker.awaitLine("RECEIVED 1000", SOON);
            int threads = Integer.parseInt(worker.ask("threads", "THREADS").split(" ")[1]);
            worker.stop();
            return threads;
        }
    }

    @Test
    void aFrozenServerBlocksNoEventLoop() {
        Map<String, String> config = channels(false, 100);
        config.put("it.each", "500");
        // A thread that is blocked for this long is reported by Vert.x in the log. A full queue of jnats blocks for 2 s; a
        // machine that is busy with other tests, or a collection of garbage, for less.
        config.put("quarkus.vertx.max-event-loop-execute-time", "1500ms");
        config.put("quarkus.vertx.warning-exception-time", "1500ms");
        try (Worker worker = Worker.start(config)) {
            worker.awaitLine("CONFIRMED 1000", SOON);
            server.freeze();
            try {
                long frozen = System.nanoTime();
                await().pollDelay(Duration.ofSeconds(10)).atMost(Duration.ofSeconds(15))
                        .until(() -> System.nanoTime() - frozen > Duration.ofSeconds(10).toNanos());
                // The application lives: it answers while the server does not.
                worker.ask("threads", "THREADS");
                assertThat(worker.lines()).as("frozen in the middle").doesNotContain("CONFIRMED 50000");
            } finally {
                server.thaw();
            }
            worker.awaitLine("CONFIRMED 50000", Duration.ofSeconds(60));
            assertThat(worker.lines()).noneMatch(line -> line.contains("has been blocked"));
            assertThat(probe.messages("out")).isEqualTo(50_000);
        }
    }
}
