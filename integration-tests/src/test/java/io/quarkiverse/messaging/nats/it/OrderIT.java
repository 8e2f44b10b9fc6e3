package io.quarkiverse.messaging.nats.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;

/** On an ordered channel nothing overtakes what a process left behind, however it ended. */
class OrderIT {

    static final Duration SOON = Duration.ofSeconds(30);

    static NatsServer server;
    static NatsProbe probe;

    @BeforeAll
    static void start() {
        server = NatsServer.start();
        probe = new NatsProbe(server);
    }

    @AfterAll
    static void stop() {
        probe.close();
        server.close();
    }

    static Map<String, String> config(String stream, String... more) {
        Map<String, String> config = new TreeMap<>(Map.of(
                "quarkus.messaging.nats.servers", server.url(),
                "mp.messaging.incoming.in.enabled", "true",
                "mp.messaging.incoming.in.subject", stream,
                "mp.messaging.incoming.in.durable", "ledger",
                "mp.messaging.incoming.in.priority-timeout", "2s",
                "mp.messaging.incoming.in.start-position", "all"));
        for (int i = 0; i < more.length; i += 2) {
            config.put(more[i], more[i + 1]);
        }
        return config;
    }

    static List<Long> from(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    @ParameterizedTest
    @ValueSource(strings = { "7", "1" })
    void afterSigkillTheNextHandledAreThoseThatWerePending(String maxInFlight) {
        String stream = "killed-" + maxInFlight;
        probe.createStream(stream, stream);
        probe.publishAll(stream, 1, 20, i -> "m" + i);
        String window = "mp.messaging.incoming.in.max-in-flight";
        try (Worker first = Worker.start(config(stream, "it.hang-at", "4", window, maxInFlight))) {
            first.awaitLine("BEGIN 4 ", SOON);
            await().atMost(SOON).until(() -> probe.consumer(stream, "ledger").getNumAckPending() == Integer
                    .parseInt(maxInFlight));
            first.kill();
            assertThat(first.numbers("HANDLED")).isEqualTo(from(1, 3));
        }
        try (Worker second = Worker.start(config(stream, window, maxInFlight))) {
            await().atMost(Duration.ofSeconds(60)).until(() -> second.numbers("HANDLED").size() >= 17);
            assertThat(second.numbers("HANDLED")).isEqualTo(from(4, 20));
            await().atMost(SOON).until(() -> probe.isDrained(stream, "ledger"));
            second.stop();
        }
    }

    @Test
    void afterAFailureAndAStopTheNextHandledIsTheFailedOne() {
        String stream = "failed";
        probe.createStream(stream, stream);
        probe.publishAll(stream, 1, 20, i -> "m" + i);
        String strategy = "mp.messaging.incoming.in.failure-strategy";
        try (Worker first = Worker.start(config(stream, "it.fail-at", "4", strategy, "fail"))) {
            first.awaitLine("the channel stops here", SOON);
            String ready = first.ask("ready", "READY");
            assertThat(ready).contains("false").contains("stopped by failure-strategy=fail at sequence 4");
            first.stop();
            assertThat(first.numbers("BEGIN")).isEqualTo(from(1, 4));
        }
        assertThat(probe.consumer(stream, "ledger").getAckFloor().getStreamSequence()).isEqualTo(3);
        try (Worker second = Worker.start(config(stream, strategy, "fail"))) {
            await().atMost(Duration.ofSeconds(60)).until(() -> second.numbers("HANDLED").size() >= 17);
            assertThat(second.numbers("HANDLED")).isEqualTo(from(4, 20));
            await().atMost(SOON).until(() -> probe.isDrained(stream, "ledger"));
            second.stop();
        }
    }

    @Test
    void aStandByReceivesNothingAndTakesOverInOrder() {
        String stream = "takeover";
        probe.createStream(stream, stream);
        probe.publishAll(stream, 1, 10, i -> "m" + i);
        try (Worker owner = Worker.start(config(stream, "it.hang-at", "4"))) {
            owner.awaitLine("BEGIN 4 ", SOON);
            try (Worker standBy = Worker.start(config(stream))) {
                standBy.awaitLine("Channel `in`: up", SOON);
                probe.publishAll(stream, 11, 20, i -> "m" + i);
                await().during(Duration.ofSeconds(3)).atMost(SOON).until(() -> standBy.numbers("BEGIN").isEmpty());
                owner.kill();
                await().atMost(Duration.ofSeconds(60)).until(() -> standBy.numbers("HANDLED").size() >= 17);
                assertThat(standBy.numbers("HANDLED")).isEqualTo(from(4, 20));
                await().atMost(SOON).until(() -> probe.isDrained(stream, "ledger"));
                standBy.stop();
            }
        }
    }
}
