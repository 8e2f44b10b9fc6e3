package io.quarkiverse.messaging.nats.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;

/** What a process that is asked to stop leaves behind. */
class StopIT {

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

    static Worker worker(String stream, String... more) {
        Map<String, String> config = new TreeMap<>(Map.of(
                "quarkus.messaging.nats.servers", server.url(),
                "mp.messaging.incoming.in.enabled", "true",
                "mp.messaging.incoming.in.subject", stream));
        for (int i = 0; i < more.length; i += 2) {
            config.put(more[i].startsWith("it.") ? more[i] : "mp.messaging.incoming.in." + more[i], more[i + 1]);
        }
        return Worker.start(config);
    }

    @Test
    void aMemberOfAGroupGivesBackAtOnceWhatItHasNotStarted() {
        probe.createStream("group", "group");
        String[] config = { "durable", "shop", "queue-group", "members", "start-position", "all", "ack-wait", "180s",
                "max-in-flight", "100", "it.takes-millis", "10" };
        probe.publishAll("group", 1, 600, i -> "g" + i);
        try (Worker leaving = worker("group", config); Worker staying = worker("group", config)) {
            leaving.awaitLine("HANDLED ", SOON);
            staying.awaitLine("HANDLED ", SOON);
            leaving.stop();
            List<Long> handled = new ArrayList<>(leaving.numbers("HANDLED"));
            assertThat(handled).as("what the one that left had done").isNotEmpty().hasSizeLessThan(600);
            assertThat(leaving.numbers("BEGIN")).as("what runs is finished").isEqualTo(handled);
            // Well before ack-wait, so nothing had to wait for that.
            await().atMost(SOON).until(() -> probe.isDrained("group", "shop__members"));
            handled.addAll(staying.numbers("HANDLED"));
            assertThat(handled).doesNotHaveDuplicates().hasSize(600);
            staying.stop();
        }
    }

    @Test
    void aDurableStaysAndAConsumerOfItsOwnGoes() {
        probe.createStream("stay", "stay");
        probe.createStream("go", "go");
        try (Worker durable = worker("stay", "durable", "kept"); Worker own = worker("go")) {
            durable.awaitLine("Channel `in`: up", SOON);
            own.awaitLine("Channel `in`: up", SOON);
            assertThat(probe.consumers("go")).hasSize(1);
            durable.stop();
            own.stop();
        }
        assertThat(probe.consumer("stay", "kept")).isNotNull();
        assertThat(probe.consumers("go")).isEmpty();
    }

    @Test
    void whatWasCollectedForABatchIsGivenBackAtOnce() {
        probe.createStream("batches", "batches");
        String prefix = "mp.messaging.incoming.batches.";
        try (Worker worker = Worker.start(Map.of("quarkus.messaging.nats.servers", server.url(), prefix + "enabled", "true",
                prefix + "durable", "app", prefix + "batch-max-size", "10", prefix + "batch-max-wait", "1h",
                prefix + "ack-wait", "180s"))) {
            worker.awaitLine("Channel `batches`: up", SOON);
            probe.publishAll("batches", 1, 14, i -> "b" + i);
            worker.awaitLine("BATCH 10 1", SOON);
            await().atMost(SOON).until(() -> probe.consumer("batches", "app").getNumAckPending() == 4);
            worker.stop();
            assertThat(worker.numbers("BATCH")).containsExactly(10L);
        }
        // Whoever comes next gets them without waiting for ack-wait.
        try (Worker next = Worker.start(Map.of("quarkus.messaging.nats.servers", server.url(), prefix + "enabled", "true",
                prefix + "durable", "app", prefix + "batch-max-size", "4", prefix + "batch-max-wait", "1h", prefix + "ack-wait",
                "180s"))) {
            next.awaitLine("BATCH 4 11", SOON);
            await().atMost(SOON).until(() -> probe.isDrained("batches", "app"));
        }
    }

    /** What runs has 10 s, then it is left to itself: what it had comes again after ack-wait. */
    @Test
    void aMethodThatDoesNotEndIsNotWaitedForForEver() {
        probe.createStream("hangs", "hangs");
        try (Worker worker = worker("hangs", "durable", "app", "it.hang-at", "1")) {
            worker.awaitLine("Channel `in`: up", SOON);
            probe.publishAll("hangs", 1, 3, i -> "h" + i);
            worker.awaitLine("BEGIN 1 ", SOON);
            long asked = System.nanoTime();
            worker.askToStop();
            worker.awaitLine("Channel `in`: stopped; 2 messages given back, 1 left running", SOON);
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isGreaterThan(Duration.ofSeconds(9));
            assertThat(worker.numbers("HANDLED")).isEmpty();
            worker.kill(); // Quarkus waits for its thread for longer
        }
        assertThat(probe.consumer("hangs", "app").getNumAckPending()).as("none of them is settled").isEqualTo(3);
    }

    @Test
    void whatRunsIsFinishedAndSettled() {
        probe.createStream("runs", "runs");
        try (Worker worker = worker("runs", "durable", "app", "it.takes-millis", "1500")) {
            worker.awaitLine("Channel `in`: up", SOON);
            probe.publish("runs", "one");
            probe.publish("runs", "two");
            worker.awaitLine("BEGIN 1 ", SOON);
            worker.stop();
            assertThat(worker.numbers("HANDLED")).containsExactly(1L);
        }
        await().atMost(SOON).until(() -> probe.consumer("runs", "app").getAckFloor().getStreamSequence() == 1);
    }
}
