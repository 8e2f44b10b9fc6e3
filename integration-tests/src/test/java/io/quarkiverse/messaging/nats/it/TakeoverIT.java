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

import io.quarkiverse.messaging.nats.testing.CuttableProxy;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkiverse.messaging.nats.testing.NeedsServer;

/** An exclusive durable with an owner and a stand-by: who receives, and how soon the other takes over. */
@NeedsServer(value = "2.11", why = "a stand-by; OlderServerIT has what happens without")
class TakeoverIT {

    static final Duration SOON = Duration.ofSeconds(60);
    static final Duration ACK_WAIT = Duration.ofSeconds(3);
    static final Duration PRIORITY_TIMEOUT = Duration.ofSeconds(2);
    /** Three times priority-timeout; a minute in the long run. */
    static final Duration HANDLER = Duration.ofSeconds(Integer.getInteger("it.handler-seconds", 6));

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

    static Worker worker(String url, String stream, String... more) {
        Map<String, String> config = new TreeMap<>(Map.of(
                "quarkus.messaging.nats.servers", url,
                "quarkus.messaging.nats.reconnect-wait", "100ms",
                "mp.messaging.incoming.in.enabled", "true",
                "mp.messaging.incoming.in.subject", stream,
                "mp.messaging.incoming.in.durable", "ledger",
                "mp.messaging.incoming.in.ack-wait", ACK_WAIT.toString(),
                "mp.messaging.incoming.in.priority-timeout", PRIORITY_TIMEOUT.toString(),
                "mp.messaging.incoming.in.max-in-flight", "4",
                "mp.messaging.incoming.in.start-position", "all"));
        for (int i = 0; i < more.length; i += 2) {
            config.put(more[i], more[i + 1]);
        }
        return Worker.start(config);
    }

    static List<Long> from(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    @Test
    void aStandByReceivesNothingWhileAHandlerIsSlowAndTakesOverAfterAStop() {
        probe.createStream("stopped", "stopped");
        try (Worker owner = worker(server.url(), "stopped", "it.slow-at", "1", "it.slow-millis", "" + HANDLER.toMillis())) {
            owner.awaitLine("Channel `in`: up", SOON);
            probe.publishAll("stopped", 1, 6, i -> "m" + i);
            owner.awaitLine("BEGIN 1 ", SOON);
            try (Worker standBy = worker(server.url(), "stopped")) {
                standBy.awaitLine("Channel `in`: up", SOON);
                await().atMost(HANDLER.plus(SOON)).until(() -> probe.isDrained("stopped", "ledger"));
                assertThat(standBy.numbers("BEGIN")).isEmpty();
                assertThat(probe.consumer("stopped", "ledger").getDelivered().getConsumerSequence())
                        .as("nothing was delivered twice").isEqualTo(6);
                owner.stop();
                probe.publish("stopped", "m7");
                standBy.awaitLine("BEGIN 7 ", SOON);
                standBy.stop();
                assertThat(owner.numbers("HANDLED")).isEqualTo(from(1, 6));
            }
        }
    }

    /** The owner says that it leaves: nobody waits for priority-timeout, which is longer than what is waited here. */
    @Test
    void aStoppedOwnerIsFollowedAtOnce() {
        probe.createStream("left", "left");
        String[] longTimeout = { "mp.messaging.incoming.in.priority-timeout", "180s" };
        try (Worker owner = worker(server.url(), "left", longTimeout)) {
            owner.awaitLine("Channel `in`: up", SOON);
            probe.publish("left", "m1");
            owner.awaitLine("HANDLED 1 ", SOON);
            try (Worker standBy = worker(server.url(), "left", longTimeout)) {
                standBy.awaitLine("Channel `in`: up", SOON);
                owner.stop();
                probe.publish("left", "m2");
                standBy.awaitLine("BEGIN 2 ", SOON);
                standBy.stop();
            }
        }
    }

    /** Nobody waits for ack-wait, which is longer than what is waited here. */
    @Test
    @NeedsServer(value = "2.14", why = "a consumer that can be set back")
    void afterSigkillTheStandByTakesOverInOrder() {
        probe.createStream("killed", "killed");
        probe.publishAll("killed", 1, 20, i -> "m" + i);
        String[] longAckWait = { "mp.messaging.incoming.in.ack-wait", "180s", "it.hang-at", "5" };
        try (Worker owner = worker(server.url(), "killed", longAckWait)) {
            owner.awaitLine("BEGIN 5 ", SOON);
            try (Worker standBy = worker(server.url(), "killed", longAckWait[0], longAckWait[1])) {
                standBy.awaitLine("Channel `in`: up", SOON);
                await().atMost(SOON).until(() -> probe.consumer("killed", "ledger").getNumAckPending() == 4);
                assertThat(standBy.numbers("BEGIN")).isEmpty();
                owner.kill();
                standBy.awaitLine("BEGIN 5 ", SOON);
                await().atMost(SOON).until(() -> probe.isDrained("killed", "ledger"));
                standBy.stop();
                assertThat(standBy.numbers("HANDLED")).isEqualTo(from(5, 20));
            }
        }
    }

    /** After a reconnect the check of the order waits for what runs; the pin must be kept meanwhile. */
    @Test
    void theOwnerStaysOneOverACutConnectionWhileAHandlerIsSlow() {
        probe.createStream("cut", "cut");
        try (CuttableProxy way = new CuttableProxy(server);
                Worker owner = worker(way.url(), "cut", "it.slow-at", "1", "it.slow-millis", "8000")) {
            owner.awaitLine("Channel `in`: up", SOON);
            probe.publishAll("cut", 1, 10, i -> "m" + i);
            owner.awaitLine("BEGIN 1 ", SOON);
            try (Worker standBy = worker(server.url(), "cut")) {
                standBy.awaitLine("Channel `in`: up", SOON);
                way.cut();
                owner.awaitLine("reconnected to", SOON);
                assertThat(owner.numbers("HANDLED")).as("the handler runs on").isEmpty();
                await().atMost(SOON).until(() -> probe.isDrained("cut", "ledger"));
                assertThat(standBy.numbers("BEGIN")).isEmpty();
                assertThat(owner.numbers("HANDLED")).isEqualTo(from(1, 10));
                standBy.stop();
            }
            owner.stop();
        }
    }
}
