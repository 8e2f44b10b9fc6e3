package io.quarkiverse.messaging.nats.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.nats.client.JetStreamSubscription;
import io.nats.client.PullSubscribeOptions;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;

/** An exclusive durable on nats-server 2.10, which lets nobody stand by: a second instance is detected. */
class OlderServerIT {

    static final Duration SOON = Duration.ofSeconds(60);

    static NatsServer server;
    static NatsProbe probe;

    @BeforeAll
    static void start() {
        try {
            server = NatsServer.ofVersion("2.10");
        } catch (UncheckedIOException e) {
            abort("no such server can be had on this machine: " + e.getMessage());
        }
        probe = new NatsProbe(server);
    }

    @AfterAll
    static void stop() {
        if (probe != null) {
            probe.close();
            server.close();
        }
    }

    static Worker worker(String stream, String... more) {
        Map<String, String> config = new TreeMap<>(Map.of(
                "quarkus.messaging.nats.servers", server.url(),
                "mp.messaging.incoming.in.enabled", "true",
                "mp.messaging.incoming.in.subject", stream,
                "mp.messaging.incoming.in.durable", "ledger",
                "mp.messaging.incoming.in.ack-wait", "3s",
                "mp.messaging.incoming.in.max-in-flight", "7",
                "mp.messaging.incoming.in.start-position", "all"));
        for (int i = 0; i < more.length; i += 2) {
            config.put(more[i], more[i + 1]);
        }
        return Worker.start(config);
    }

    @Test
    void afterSigkillTheNextHandledAreThoseThatWerePending() {
        probe.createStream("killed", "killed");
        probe.publishAll("killed", 1, 20, i -> "m" + i);
        try (Worker first = worker("killed", "it.hang-at", "4")) {
            first.awaitLine("keeps no second instance of the durable `ledger` out", SOON);
            first.awaitLine("BEGIN 4 ", SOON);
            await().atMost(SOON).until(() -> probe.consumer("killed", "ledger").getNumAckPending() == 7);
            first.kill();
        }
        try (Worker second = worker("killed")) {
            await().atMost(SOON).until(() -> second.numbers("HANDLED").size() >= 17);
            assertThat(second.numbers("HANDLED")).isEqualTo(LongStream.rangeClosed(4, 20).boxed().toList());
            await().atMost(SOON).until(() -> probe.isDrained("killed", "ledger"));
            second.stop();
        }
    }

    @Test
    void aSecondInstanceWaitsForTheFirstIsRefusedAndComesWhenThatHasLeft() {
        probe.createStream("waits", "waits");
        try (Worker first = worker("waits")) {
            first.awaitLine("Channel `in`: up", SOON);
            await().atMost(SOON).until(() -> probe.consumer("waits", "ledger").getNumWaiting() > 0);
            try (Worker second = worker("waits")) {
                second.awaitLine("waiting at most ack-wait (PT3S) for it to leave", SOON);
                second.awaitLine("this one can't stand by and does not start", SOON);
                assertThat(second.ask("ready", "READY")).contains("false").contains("another instance pulls");
                probe.publish("waits", "one");
                await().atMost(SOON).until(() -> first.numbers("HANDLED").size() == 1);
                first.stop();
                second.awaitLine("Channel `in`: up", SOON);
                probe.publish("waits", "two");
                await().atMost(SOON).until(() -> second.numbers("HANDLED").equals(java.util.List.of(2L)));
                await().atMost(SOON).until(() -> probe.isDrained("waits", "ledger"));
                second.stop();
            }
        }
    }

    @Test
    void whatGoesToASecondInstanceStopsTheChannel() throws Exception {
        probe.createStream("second", "second");
        try (Worker first = worker("second")) {
            first.awaitLine("Channel `in`: up", SOON);
            probe.publish("second", "one");
            await().atMost(SOON).until(() -> first.numbers("HANDLED").size() == 1);
            JetStreamSubscription other = probe.connection().jetStream().subscribe(null,
                    PullSubscribeOptions.bind("second", "ledger"));
            other.pullExpiresIn(1, SOON);
            probe.publishAll("second", 2, 9, i -> "m" + i);
            assertThat(other.nextMessage(SOON)).isNotNull();
            probe.publish("second", "the last");
            first.awaitLine("a second instance receives from the durable `ledger` on stream `second`", SOON);
            assertThat(first.ask("ready", "READY")).contains("false").contains("1 deliveries before number");
            assertThat(probe.isDrained("second", "ledger")).as("the rest stays on the server").isFalse();
            first.stop();
            assertThat(first.numbers("HANDLED")).doesNotContain(10L);
        }
    }
}
