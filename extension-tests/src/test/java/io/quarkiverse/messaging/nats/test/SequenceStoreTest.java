package io.quarkiverse.messaging.nats.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.quarkiverse.messaging.nats.runtime.sequence.ClaimedSequences;
import io.quarkiverse.messaging.nats.runtime.sequence.SequenceSet;
import io.quarkiverse.messaging.nats.spi.DeliveryInProgress;
import io.quarkiverse.messaging.nats.spi.NotClaimedException;
import io.quarkiverse.messaging.nats.spi.ProcessedSequences;
import io.quarkiverse.messaging.nats.spi.SequenceStore;
import io.quarkiverse.messaging.nats.spi.StreamPosition;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.reactive.messaging.health.HealthReport;
import io.smallrye.reactive.messaging.providers.extension.HealthCenter;

/** What a channel asks its sequence store, in which order, and what it does with the answers. */
class SequenceStoreTest {

    static final NatsServer SERVER = NatsServer.of(SequenceStoreTest.class);
    static final Duration SOON = Duration.ofSeconds(20);
    static final Duration A_WHILE = Duration.ofMillis(700);
    static final String CREATED = "test.kept-created";

    static final List<String> STREAMS = List.of("memory", "batched", "asks", "records", "foreign", "busy", "fails", "term",
            "expires", "kept", "rolled-back", "told", "still", "many");

    @RegisterExtension
    static final QuarkusUnitTest APP = app();

    static QuarkusUnitTest app() {
        QuarkusUnitTest app = TestApp.on(SERVER, SequenceStoreTest::prepare, Receiver.class, MyStore.class, MyRecord.class)
                .overrideRuntimeConfigKey("mp.messaging.connector.nats.durable", "app")
                .overrideRuntimeConfigKey("mp.messaging.connector.nats.sequence-store", "mine")
                .overrideRuntimeConfigKey("mp.messaging.connector.nats.start-position", "all")
                .overrideRuntimeConfigKey("mp.messaging.connector.nats.backoff", "100ms")
                .overrideRuntimeConfigKey("mp.messaging.incoming.memory.sequence-store", "memory")
                .overrideRuntimeConfigKey("mp.messaging.incoming.batched.batch", "true")
                .overrideRuntimeConfigKey("mp.messaging.incoming.batched.sequence-store", "memory")
                .overrideRuntimeConfigKey("mp.messaging.incoming.term.failure-strategy", "term")
                .overrideRuntimeConfigKey("mp.messaging.incoming.expires.expire-after", "1ms")
                .overrideRuntimeConfigKey("mp.messaging.incoming.busy.queue-group", "g")
                .overrideRuntimeConfigKey("mp.messaging.incoming.still.ack-wait", "1s")
                .overrideRuntimeConfigKey("quarkus.messaging.nats.sequence-store.compaction-interval", "200ms");
        STREAMS.forEach(channel -> app.overrideRuntimeConfigKey("mp.messaging.incoming." + channel + ".connector", "nats"));
        return app;
    }

    static void prepare(NatsProbe probe) {
        for (String stream : STREAMS) {
            probe.createStream(StreamConfiguration.builder().name(stream).subjects(stream)
                    .storageType(StorageType.File).build());
        }
        probe.publishAll("expires", 1, 1, i -> "old");
        probe.publishAll("kept", 1, 9, String::valueOf);
        try {
            System.setProperty(CREATED, probe.management().getStreamInfo("kept").getCreateTime().toInstant().toString());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Inject
    Receiver receiver;
    @Inject
    @Identifier("mine")
    MyStore store;
    @Inject
    HealthCenter health;

    NatsProbe probe;

    @BeforeEach
    void connect() {
        probe = new NatsProbe(SERVER);
    }

    @AfterEach
    void disconnect() {
        probe.close();
    }

    private String notReady(String channel) {
        return health.getReadiness().getChannels().stream().filter(one -> one.getChannel().equals(channel))
                .filter(one -> !one.isOk()).map(HealthReport.ChannelInfo::getMessage).findFirst().orElse(null);
    }

    private void awaitDrained(String stream) {
        await().atMost(SOON).until(() -> probe.isDrained(stream, "app"));
    }

    /** A reset brings everything again with a delivery count of 1, as the kill of a server does. */
    private void deliverAllAgain(String stream) throws Exception {
        probe.management().resetConsumer(stream, "app", 1);
        await().atMost(SOON).until(() -> probe.consumer(stream, "app").getDelivered().getConsumerSequence() > 0);
    }

    @Test
    void whatIsDeliveredAgainIsNotProcessedAgain() throws Exception {
        probe.publishAll("memory", 1, 100, String::valueOf);
        awaitDrained("memory");
        deliverAllAgain("memory");
        probe.publishAll("memory", 101, 200, String::valueOf);
        await().atMost(SOON).until(() -> receiver.of("memory").contains("200"));
        awaitDrained("memory");
        assertThat(receiver.of("memory")).isEqualTo(IntStream.rangeClosed(1, 200).mapToObj(String::valueOf).toList());
    }

    @Test
    void aBatchHoldsOnlyWhatWasNotProcessed() throws Exception {
        probe.publishAll("batched", 1, 50, String::valueOf);
        awaitDrained("batched");
        deliverAllAgain("batched");
        probe.publishAll("batched", 51, 60, String::valueOf);
        await().atMost(SOON).until(() -> receiver.of("batched").contains("60"));
        awaitDrained("batched");
        assertThat(receiver.of("batched")).hasSize(60).doesNotHaveDuplicates();
    }

    @Test
    void withoutAnAnswerNothingIsGiven() {
        store.of("asks").failing = true;
        probe.publish("asks", "1");
        await().atMost(SOON).untilAsserted(() -> assertThat(notReady("asks"))
                .contains("The sequence store `mine` does not answer, so nothing is acknowledged").contains("told to fail"));
        await().during(A_WHILE).atMost(SOON).until(() -> receiver.of("asks").isEmpty());
        assertThat(probe.consumer("asks", "app").getNumAckPending()).isEqualTo(1);
        store.of("asks").failing = false;
        awaitDrained("asks");
        assertThat(receiver.of("asks")).containsExactly("1");
        await().atMost(SOON).until(() -> notReady("asks") == null);
    }

    @Test
    void whatCantBeRecordedIsNotAckedAndNotProcessedAgain() {
        store.of("records").failsAfterClaims = true;
        probe.publish("records", "1");
        await().atMost(SOON).until(() -> receiver.of("records").size() == 1);
        await().during(A_WHILE).atMost(SOON).until(() -> probe.consumer("records", "app").getNumAckPending() == 1);
        store.of("records").failsAfterClaims = false;
        awaitDrained("records");
        assertThat(receiver.of("records")).containsExactly("1");
        assertThat(store.of("records").done).containsExactly(1L);
    }

    @Test
    void anotherMessageByTheSameSequenceHaltsTheChannel() {
        store.of("foreign").verdict = ProcessedSequences.Verdict.FOREIGN;
        probe.publish("foreign", "1");
        await().atMost(SOON).untilAsserted(() -> assertThat(notReady("foreign"))
                .contains("knows another message by sequence 1 than the one stored at"));
        assertThat(receiver.of("foreign")).isEmpty();
        assertThat(probe.consumer("foreign", "app").getAckFloor().getStreamSequence()).isZero();
        assertThat(health.getLiveness().getChannels()).anyMatch(one -> one.getChannel().equals("foreign") && !one.isOk());
    }

    @Test
    void whatSomebodyElseWorksOnComesAgain() {
        store.of("busy").verdict = ProcessedSequences.Verdict.BUSY;
        probe.publish("busy", "1");
        await().atMost(SOON).until(() -> probe.consumer("busy", "app__g").getRedelivered() == 1);
        assertThat(receiver.of("busy")).isEmpty();
        store.of("busy").verdict = null;
        await().atMost(SOON).until(() -> probe.isDrained("busy", "app__g"));
        assertThat(receiver.of("busy")).containsExactly("1");
    }

    @Test
    void whatFailedIsReleasedAndProcessedLater() {
        receiver.failOnce("fails");
        probe.publish("fails", "1");
        awaitDrained("fails");
        assertThat(receiver.of("fails")).containsExactly("1");
        assertThat(store.of("fails").released).isEqualTo(1);
        assertThat(store.of("fails").done).containsExactly(1L);
    }

    @Test
    void whatIsTerminatedOrTooOldIsRecordedFirst() {
        receiver.failOnce("term");
        probe.publish("term", "1");
        awaitDrained("term");
        assertThat(store.of("term").dead).containsExactly(1L);
        assertThat(receiver.of("term")).isEmpty();
        awaitDrained("expires");
        assertThat(store.of("expires").dead).containsExactly(1L);
        assertThat(receiver.of("expires")).isEmpty();
    }

    /** The server had forgotten the durable; the record had not. */
    @Test
    void aLostDurableGoesOnWhereTheRecordEnds() {
        await().atMost(SOON).until(() -> receiver.of("kept").contains("9"));
        assertThat(receiver.of("kept")).containsExactly("6", "7", "8", "9");
        assertThat(probe.consumer("kept", "app").getConsumerConfiguration().getStartSequence()).isEqualTo(6);
        await().atMost(SOON).until(() -> store.of("kept").floor() == 9);
    }

    @Test
    void whatTheStoreRolledBackIsNoFailureOfTheMethod() {
        receiver.rollBackOnce("rolled-back");
        probe.publish("rolled-back", "1");
        awaitDrained("rolled-back");
        assertThat(receiver.of("rolled-back")).containsExactly("1");
        assertThat(probe.consumer("rolled-back", "app").getDelivered().getConsumerSequence())
                .as("an exclusive durable waits here, so that the order is kept").isEqualTo(1);
    }

    /** As after SIGSTOP and SIGCONT: nothing could be renewed, and somebody else may have taken what waited. */
    @Test
    void whoStoodStillAsksAgainBeforeItGivesWhatItHadClaimed() {
        MyRecord record = store.of("still");
        record.busy = 1;
        probe.publishAll("still", 1, 2, String::valueOf);
        await().atMost(SOON).until(() -> record.asked.contains(2L));
        record.busy = 0;
        awaitDrained("still");
        assertThat(receiver.of("still")).containsExactly("1", "2");
        assertThat(record.asked.stream().filter(sequence -> sequence == 2)).hasSizeGreaterThan(1);
    }

    @Test
    void whatFailsAtTheSameTimeIsOneFailure() {
        MyRecord record = store.of("many");
        record.failing = true;
        probe.publishAll("many", 1, 60, String::valueOf);
        // Each of them would double the pause; then nobody would be asked so often within the time.
        await().atMost(Duration.ofSeconds(4)).until(() -> record.asked.size() > 60 * 3);
        record.failing = false;
        awaitDrained("many");
    }

    @Test
    void aMethodCanSeeWhatItWasGiven() {
        probe.publish("told", "1");
        await().atMost(SOON).until(() -> !receiver.of("told").isEmpty());
        assertThat(receiver.of("told")).containsExactly("told [1]");
    }

    @ApplicationScoped
    @Identifier("mine")
    public static class MyStore implements SequenceStore {

        private final Map<String, MyRecord> records = new ConcurrentHashMap<>();

        MyRecord of(String stream) {
            return records.computeIfAbsent(stream, MyRecord::new);
        }

        @Override
        public Guarantee guarantee() {
            return Guarantee.DEDUPLICATED;
        }

        @Override
        public boolean isShared() {
            return true;
        }

        @Override
        public ProcessedSequences open(Opening opening) {
            return of(opening.key().stream());
        }
    }

    static class MyRecord implements ProcessedSequences {

        final List<Long> done = new CopyOnWriteArrayList<>();
        final List<Long> dead = new CopyOnWriteArrayList<>();
        volatile int released;
        final List<Long> asked = new CopyOnWriteArrayList<>();
        volatile long busy;
        volatile boolean failing;
        volatile boolean failsAfterClaims;
        volatile Verdict verdict;
        private volatile ClaimedSequences claimed;
        private volatile Known begun;

        MyRecord(String stream) {
            if (stream.equals("kept")) {
                begin(null, Instant.parse(System.getProperty(CREATED)), Instant.EPOCH, new StreamPosition(5, Instant.now()));
            }
        }

        long floor() {
            return claimed.floor().sequence();
        }

        @Override
        public Known known() {
            return begun == null ? null
                    : new Known(begun.streamCreated(), begun.consumerCreated(), claimed.floor(), claimed.highest());
        }

        @Override
        public void begin(Known replaced, Instant streamCreated, Instant consumerCreated, StreamPosition floor) {
            claimed = new ClaimedSequences(new SequenceSet(floor), 1000);
            begun = new Known(streamCreated, consumerCreated, floor, floor);
        }

        @Override
        public CompletionStage<Verdict> claim(StreamPosition position) {
            asked.add(position.sequence());
            if (position.sequence() == busy) {
                return CompletableFuture.completedFuture(Verdict.BUSY);
            }
            return failing ? CompletableFuture.failedFuture(new IllegalStateException("told to fail"))
                    : CompletableFuture.completedFuture(verdict != null ? verdict : claimed.claim(position));
        }

        @Override
        public CompletionStage<Void> done(StreamPosition position) {
            if (failsAfterClaims) {
                return CompletableFuture.failedFuture(new IllegalStateException("told to fail"));
            }
            done.add(position.sequence());
            claimed.add(position);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<Void> dead(StreamPosition position) {
            dead.add(position.sequence());
            claimed.add(position);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void release(StreamPosition position) {
            released++;
            claimed.release(position);
        }

        @Override
        public void compact(long floor, Instant consumerCreated) {
            claimed.raise(floor);
        }

        @Override
        public long entries() {
            return claimed.size();
        }

        @Override
        public void close() {
            // kept
        }
    }

    @ApplicationScoped
    public static class Receiver {

        private final Map<String, List<String>> received = new ConcurrentHashMap<>();
        private final Map<String, RuntimeException> failures = new ConcurrentHashMap<>();

        List<String> of(String channel) {
            return received.computeIfAbsent(channel, name -> new CopyOnWriteArrayList<>());
        }

        void failOnce(String channel) {
            failures.put(channel, new IllegalStateException("told to fail"));
        }

        void rollBackOnce(String channel) {
            failures.put(channel, new IllegalStateException(
                    new NotClaimedException(ProcessedSequences.Verdict.BUSY, "told to roll back", null)));
        }

        private void handle(String channel, String payload) {
            RuntimeException failure = failures.remove(channel);
            if (failure != null) {
                throw failure;
            }
            of(channel).add(payload);
        }

        @Incoming("memory")
        void memory(String payload) {
            handle("memory", payload);
        }

        @Incoming("batched")
        void batched(List<String> payloads) {
            payloads.forEach(payload -> handle("batched", payload));
        }

        @Incoming("asks")
        void asks(String payload) {
            handle("asks", payload);
        }

        @Incoming("records")
        void records(String payload) {
            handle("records", payload);
        }

        @Incoming("foreign")
        void foreign(String payload) {
            handle("foreign", payload);
        }

        @Incoming("busy")
        void busy(String payload) {
            handle("busy", payload);
        }

        @Incoming("fails")
        void fails(String payload) {
            handle("fails", payload);
        }

        @Incoming("term")
        void term(String payload) {
            handle("term", payload);
        }

        @Incoming("expires")
        void expires(String payload) {
            handle("expires", payload);
        }

        @Incoming("kept")
        void kept(String payload) {
            handle("kept", payload);
        }

        @Incoming("rolled-back")
        void rolledBack(String payload) {
            handle("rolled-back", payload);
        }

        /** Stands still with its event loop, and all that happens there, for more than twice ack-wait. */
        @Incoming("still")
        @NonBlocking
        void still(String payload) throws InterruptedException {
            if (payload.equals("1")) {
                new CountDownLatch(1).await(2500, TimeUnit.MILLISECONDS);
            }
            handle("still", payload);
        }

        @Incoming("many")
        void many(String payload) {
            handle("many", payload);
        }

        @Incoming("told")
        void told(String payload) {
            DeliveryInProgress current = DeliveryInProgress.current();
            handle("told", current.channel() + " " + current.positions().stream().map(StreamPosition::sequence).toList());
        }
    }
}
