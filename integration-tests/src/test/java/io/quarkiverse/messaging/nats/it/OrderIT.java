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

import io.nats.client.api.ConsumerInfo;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkiverse.messaging.nats.testing.NeedsServer;

/** On an ordered channel nothing overtakes what a process left behind, however it ended. */
class OrderIT {

    static final Duration SOON = Duration.ofSeconds(60);

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

    /** One that fails holds the ack floor down: a reset to it would deliver again all that was settled since. */
    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void whatWasSettledAboveAFailingOneDoesNotComeAgain(boolean killed) {
        String stream = "failing-" + killed;
        probe.createStream(stream, stream);
        probe.publishAll(stream, 1, 500, i -> "m" + i);
        String[] more = { "mp.messaging.incoming.in.failure-strategy", "nak", "mp.messaging.incoming.in.backoff", "1h",
                "mp.messaging.incoming.in.ack-wait", "2s", "mp.messaging.incoming.in.max-in-flight", "8", "it.fail-at", "5",
                "it.slow-at", "501", "it.slow-millis", "3000" };
        long delivered;
        try (Worker first = Worker.start(config(stream, more))) {
            await().atMost(SOON).until(() -> first.numbers("HANDLED").size() == 499);
            probe.publishAll(stream, 501, 520, i -> "m" + i);
            first.awaitLine("BEGIN 501 ", SOON);
            await().atMost(SOON).until(() -> probe.consumer(stream, "ledger").getNumAckPending() == 8);
            if (killed) {
                first.kill();
            } else {
                first.stop();
            }
            ConsumerInfo left = probe.consumer(stream, "ledger");
            assertThat(left.getAckFloor().getStreamSequence()).as("held down").isEqualTo(4);
            delivered = left.getDelivered().getConsumerSequence();
        }
        try (Worker second = Worker.start(config(stream, more))) {
            long next = killed ? 501 : 502;
            await().atMost(SOON).until(() -> second.numbers("HANDLED").contains(520L));
            assertThat(second.numbers("BEGIN")).as("what was in hand comes first, and nothing that was settled")
                    .isEqualTo(from(next, 520));
            await().atMost(SOON).until(() -> {
                ConsumerInfo now = probe.consumer(stream, "ledger");
                return now.getNumPending() == 0 && now.getNumAckPending() == 1;
            });
            ConsumerInfo now = probe.consumer(stream, "ledger");
            assertThat(now.getDelivered().getConsumerSequence() - delivered).as("deliveries after the restart")
                    .isLessThan(100);
            assertThat(now.getAckFloor().getStreamSequence()).as("the failed one waits for its backoff").isEqualTo(4);
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
    @NeedsServer(value = "2.11", why = "a stand-by")
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
