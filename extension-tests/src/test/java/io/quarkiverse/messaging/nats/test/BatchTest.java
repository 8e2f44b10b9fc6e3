package io.quarkiverse.messaging.nats.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.nats.client.api.ConsumerInfo;
import io.quarkiverse.messaging.nats.IncomingNatsBatchMetadata;
import io.quarkiverse.messaging.nats.IncomingNatsMetadata;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/** With {@code batch=true} a method takes a list, and its messages are settled together, or one by one when it fails. */
class BatchTest {

    static final NatsServer SERVER = NatsServer.of(BatchTest.class);
    static final Duration SOON = Duration.ofSeconds(20);
    static final Duration A_WHILE = Duration.ofMillis(700);

    static final List<String> STREAMS = List.of("defaults", "size", "wait", "orders", "bytes", "messages", "whatever",
            "injected", "fails", "stops", "ordered", "slow", "full", "full-bytes", "group", "async", "in-turn");

    @RegisterExtension
    static final QuarkusUnitTest APP = app();

    static QuarkusUnitTest app() {
        QuarkusUnitTest app = TestApp.on(SERVER, probe -> STREAMS.forEach(stream -> probe.createStream(stream, stream)),
                Receiver.class, Injected.class, Order.class)
                .overrideRuntimeConfigKey("mp.messaging.connector.nats.batch", "true")
                .overrideRuntimeConfigKey("mp.messaging.connector.nats.durable", "app")
                .overrideRuntimeConfigKey("mp.messaging.connector.nats.batch-max-wait", "1h")
                .overrideRuntimeConfigKey("mp.messaging.connector.nats.batch-max-size", "10")
                .overrideRuntimeConfigKey("mp.messaging.connector.nats.backoff", "200ms")
                .overrideRuntimeConfigKey("mp.messaging.incoming.defaults.batch-max-size", "100")
                .overrideRuntimeConfigKey("mp.messaging.incoming.defaults.batch-max-wait", "100ms")
                .overrideRuntimeConfigKey("mp.messaging.incoming.wait.batch-max-wait", "300ms")
                .overrideRuntimeConfigKey("mp.messaging.incoming.orders.batch-max-wait", "200ms")
                .overrideRuntimeConfigKey("mp.messaging.incoming.stops.failure-strategy", "fail")
                .overrideRuntimeConfigKey("mp.messaging.incoming.stops.batch-max-wait", "200ms")
                .overrideRuntimeConfigKey("mp.messaging.incoming.slow.ack-wait", "2s")
                .overrideRuntimeConfigKey("mp.messaging.incoming.full.max-in-flight", "10")
                .overrideRuntimeConfigKey("mp.messaging.incoming.full.queue-group", "g")
                .overrideRuntimeConfigKey("mp.messaging.incoming.full-bytes.max-in-flight-bytes", "2K")
                .overrideRuntimeConfigKey("mp.messaging.incoming.group.queue-group", "g")
                .overrideRuntimeConfigKey("mp.messaging.incoming.group.batch-max-size", "100")
                .overrideRuntimeConfigKey("mp.messaging.incoming.async.batch-max-wait", "50ms");
        STREAMS.forEach(channel -> app.overrideRuntimeConfigKey("mp.messaging.incoming." + channel + ".connector", "nats"));
        return app;
    }

    @Inject
    Receiver receiver;
    @Inject
    Injected injected;

    NatsProbe probe;

    @BeforeEach
    void connect() {
        probe = new NatsProbe(SERVER);
    }

    @AfterEach
    void disconnect() {
        probe.close();
    }

    private void awaitDrained(String stream) {
        await().atMost(SOON).until(() -> probe.isDrained(stream, "app"));
    }

    private List<Integer> sizes(String channel) {
        return receiver.batches(channel).stream().map(List::size).toList();
    }

    private List<String> flat(String channel) {
        return receiver.batches(channel).stream().flatMap(List::stream).toList();
    }

    @Test
    void aFullBatchGoesAtOnceAndItsAckSettlesEachMessage() {
        probe.publishAll("size", 1, 25, i -> "s" + i);
        await().atMost(SOON).until(() -> receiver.batches("size").size() == 2);
        await().atMost(SOON).until(() -> probe.consumer("size", "app").getNumAckPending() == 5);
        assertThat(sizes("size")).containsExactly(10, 10);
        assertThat(probe.consumer("size", "app").getAckFloor().getStreamSequence()).isEqualTo(20);
        // The rest waits for its hour, or for others.
        await().during(A_WHILE).atMost(SOON).until(() -> receiver.batches("size").size() == 2);
        probe.publishAll("size", 26, 30, i -> "s" + i);
        awaitDrained("size");
        assertThat(flat("size")).isEqualTo(IntStream.rangeClosed(1, 30).mapToObj(i -> "s" + i).toList());
        assertThat(receiver.sequences("size")).isEqualTo(IntStream.rangeClosed(1, 30).mapToObj(i -> (long) i).toList());
    }

    @Test
    void aBatchIsNotDelayedLongerThanItsMaxWait() {
        probe.publish("wait", "one");
        probe.publish("wait", "two");
        await().atMost(Duration.ofSeconds(5)).until(() -> flat("wait").equals(List.of("one", "two")));
        awaitDrained("wait");
    }

    @Test
    void theDefaultsAreAHundredMessagesAndAHundredMilliseconds() {
        probe.publishAll("defaults", 1, 250, i -> "d" + i);
        awaitDrained("defaults");
        assertThat(sizes("defaults")).allMatch(size -> size <= 100).contains(100);
        assertThat(flat("defaults")).hasSize(250).doesNotHaveDuplicates();
    }

    @Test
    void whatCantBeReadGoesAloneThroughTheFailureStrategy() {
        for (int i = 1; i <= 4; i++) {
            probe.publish("orders", "{\"id\":\"o" + i + "\",\"amount\":1}");
        }
        probe.publish("orders", "this is no JSON");
        for (int i = 5; i <= 8; i++) {
            probe.publish("orders", "{\"id\":\"o" + i + "\",\"amount\":1}");
        }
        await().atMost(SOON).until(() -> flat("orders").size() == 8);
        await().atMost(SOON).untilAsserted(() -> {
            ConsumerInfo info = probe.consumer("orders", "app");
            assertThat(info.getNumAckPending()).isEqualTo(1);
            assertThat(info.getRedelivered()).isEqualTo(1);
            assertThat(info.getAckFloor().getStreamSequence()).isEqualTo(4);
            assertThat(info.getDelivered().getConsumerSequence()).as("it comes again and again").isGreaterThan(11);
        });
        assertThat(flat("orders")).doesNotHaveDuplicates();
    }

    @Test
    void bytesMessagesAndWhateverComes() {
        for (String stream : List.of("bytes", "messages", "whatever", "injected")) {
            probe.publishAll(stream, 1, 10, i -> stream.equals("injected") ? "{\"id\":\"i" + i + "\"}" : "m" + i);
            awaitDrained(stream);
        }
        assertThat(flat("bytes")).hasSize(10).startsWith("m1");
        assertThat(flat("messages")).hasSize(10).startsWith("m1");
        assertThat(flat("whatever")).hasSize(10).startsWith("m1");
        assertThat(injected.ids()).hasSize(10).startsWith("i1");
    }

    @Test
    void aFailedBatchComesBackOneByOneAndOnlyThePoisonOneFailsAgain() {
        probe.publishAll("fails", 1, 20, i -> i == 5 ? "poison" : "f" + i);
        // The next batch is here and full while the first one runs: it must not be given before the first one's members.
        await().atMost(SOON).until(() -> probe.consumer("fails", "app").getNumAckPending() == 20);
        await().during(A_WHILE).atMost(SOON).until(() -> flat("fails").isEmpty());
        receiver.failing().countDown();
        // 19 are settled; the poison one failed with its batch, then alone, and comes again alone.
        await().atMost(SOON).until(() -> receiver.failures("fails").size() >= 4);
        ConsumerInfo info = probe.consumer("fails", "app");
        assertThat(info.getRedelivered()).as("only the poison one was asked for again").isEqualTo(1);
        assertThat(receiver.failures("fails").get(0)).hasSize(10).contains("poison");
        assertThat(receiver.failures("fails").stream().skip(1)).allMatch(List.of("poison")::equals);
        await().atMost(SOON).until(() -> flat("fails").size() == 19);
        await().atMost(SOON).until(() -> probe.consumer("fails", "app").getNumAckPending() == 1);
        assertThat(flat("fails")).as("in order, though the next batch was full").doesNotHaveDuplicates()
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 20).filter(i -> i != 5).mapToObj(i -> "f" + i).toList());
        assertThat(receiver.batches("fails").stream().limit(9)).allMatch(batch -> batch.size() == 1);
        // New ones are batches again, without the one that is known to fail.
        probe.publishAll("fails", 21, 30, i -> "f" + i);
        await().atMost(SOON).until(() -> flat("fails").contains("f30"));
        assertThat(sizes("fails")).endsWith(10);
        int alone = receiver.failures("fails").size();
        await().atMost(SOON).until(() -> receiver.failures("fails").size() > alone);
        assertThat(receiver.failures("fails").stream().skip(1)).allMatch(List.of("poison")::equals);
        receiver.heal("fails");
        awaitDrained("fails");
    }

    /** Whoever asks for everything at once still gets the next batch only after the one before, and its members, ended. */
    @Test
    void anOrderedChannelGivesOneBatchAtATime() {
        probe.publishAll("in-turn", 1, 20, String::valueOf);
        await().atMost(SOON).until(() -> probe.consumer("in-turn", "app").getNumAckPending() == 20);
        await().during(A_WHILE).atMost(SOON).until(() -> injected.given().size() == 1);
        injected.given().get(0).nack(new IllegalStateException("told to fail"));
        for (int i = 1; i <= 10; i++) {
            int next = i;
            await().atMost(SOON).until(() -> injected.given().size() == next + 1);
            assertThat(injected.given().get(i).getPayload()).containsExactly(String.valueOf(i));
            injected.given().get(i).ack();
        }
        await().atMost(SOON).until(() -> injected.given().size() == 12);
        assertThat(injected.given().get(11).getPayload()).hasSize(10).startsWith("11");
        injected.given().get(11).ack();
        awaitDrained("in-turn");
    }

    @Test
    void withFailNothingAfterTheFailedMessageIsProcessed() {
        probe.publishAll("stops", 1, 8, i -> i == 5 ? "poison" : "t" + i);
        await().atMost(SOON).until(() -> receiver.failures("stops").size() == 2);
        await().during(A_WHILE).atMost(SOON).until(() -> flat("stops").equals(List.of("t1", "t2", "t3", "t4")));
        await().atMost(SOON).until(() -> probe.consumer("stops", "app").getAckFloor().getStreamSequence() == 4);
        assertThat(receiver.failures("stops").get(1)).containsExactly("poison");
    }

    @Test
    void anOrderedChannelKeepsTheOrder() {
        probe.publishAll("ordered", 1, 2000, String::valueOf);
        awaitDrained("ordered");
        assertThat(flat("ordered")).isEqualTo(IntStream.rangeClosed(1, 2000).mapToObj(String::valueOf).toList());
    }

    @Test
    void whileItsMethodRunsABatchIsExtended() {
        probe.publishAll("slow", 1, 20, i -> "w" + i);
        awaitDrained("slow");
        assertThat(probe.consumer("slow", "app").getDelivered().getConsumerSequence()).isEqualTo(20);
        assertThat(sizes("slow")).containsExactly(10, 10);
    }

    @Test
    void atMaxInFlightABatchDoesNotWaitForWhatCantCome() {
        probe.publishAll("full", 1, 4, i -> "u" + i);
        await().atMost(SOON).until(() -> probe.consumer("full", "app__g").getNumAckPending() == 4);
        assertThat(receiver.batches("full")).isEmpty();
        probe.publishAll("full", 5, 10, i -> "u" + i);
        await().atMost(SOON).until(() -> receiver.batches("full").size() == 1);
        // The first runs and holds all there is room for; while it does, nothing waits here that could be stuck.
        probe.publishAll("full", 11, 13, i -> "u" + i);
        receiver.full().countDown();
        await().atMost(SOON).until(() -> probe.consumer("full", "app__g").getNumAckPending() == 3);
        probe.publishAll("full", 14, 20, i -> "u" + i);
        await().atMost(SOON).until(() -> probe.isDrained("full", "app__g"));
    }

    @Test
    void atMaxInFlightBytesABatchDoesNotWaitForWhatCantCome() {
        // Two fit, so a batch of ten never fills, and its hour is not awaited; a last one alone would wait for another.
        probe.publishAll("full-bytes", 1, 12, i -> "x".repeat(900));
        await().atMost(SOON).until(() -> flat("full-bytes").size() >= 11);
        assertThat(sizes("full-bytes")).allMatch(size -> size <= 3);
    }

    @Test
    void aMemberOfAGroupAsksForAWholeBatch() {
        probe.publishAll("group", 1, 100, i -> "g" + i);
        await().atMost(SOON).until(() -> probe.isDrained("group", "app__g"));
        assertThat(sizes("group")).containsExactly(100);
    }

    @Test
    void aUniSettlesItsBatchWhenItEnds() {
        probe.publishAll("async", 1, 3, i -> "a" + i);
        await().atMost(SOON).until(() -> !receiver.batches("async").isEmpty());
        awaitDrained("async");
    }

    public record Order(String id, int amount) {
    }

    @ApplicationScoped
    public static class Injected {

        final List<String> ids = new CopyOnWriteArrayList<>();
        final List<Message<List<String>>> given = new CopyOnWriteArrayList<>();

        @Inject
        @Channel("in-turn")
        Multi<Message<List<String>>> inTurn;

        @Inject
        @Channel("injected")
        Multi<Message<List<Order>>> orders;

        void start(@jakarta.enterprise.event.Observes io.quarkus.runtime.StartupEvent event) {
            orders.onItem().transformToUniAndConcatenate(batch -> {
                batch.getPayload().forEach(order -> ids.add(order.id()));
                return Uni.createFrom().completionStage(batch.ack());
            }).subscribe().with(done -> {
            });
            inTurn.subscribe().with(given::add);
        }

        List<Message<List<String>>> given() {
            return given;
        }

        List<String> ids() {
            return ids;
        }
    }

    @ApplicationScoped
    public static class Receiver {

        final Map<String, List<List<String>>> batches = new ConcurrentHashMap<>();
        final Map<String, List<List<String>>> failures = new ConcurrentHashMap<>();
        final Map<String, List<Long>> sequences = new ConcurrentHashMap<>();
        final CountDownLatch failing = new CountDownLatch(1);
        final CountDownLatch full = new CountDownLatch(1);
        volatile String healed;

        CountDownLatch failing() {
            return failing;
        }

        CountDownLatch full() {
            return full;
        }

        void heal(String channel) {
            healed = channel;
        }

        List<List<String>> batches(String channel) {
            return batches.computeIfAbsent(channel, name -> new CopyOnWriteArrayList<>());
        }

        List<List<String>> failures(String channel) {
            return failures.computeIfAbsent(channel, name -> new CopyOnWriteArrayList<>());
        }

        List<Long> sequences(String channel) {
            return sequences.computeIfAbsent(channel, name -> new CopyOnWriteArrayList<>());
        }

        private void handle(String channel, List<String> batch) {
            if (batch.contains("poison") && !channel.equals(healed)) {
                failures(channel).add(batch);
                throw new IllegalStateException("told to fail");
            }
            batches(channel).add(batch);
        }

        @Incoming("size")
        void size(List<String> batch, IncomingNatsBatchMetadata metadata) {
            assertThat(metadata.messages()).hasSameSizeAs(batch);
            metadata.messages().stream().map(IncomingNatsMetadata::streamSequence).forEach(sequences("size")::add);
            handle("size", batch);
        }

        @Incoming("wait")
        void waits(List<String> batch) {
            handle("wait", batch);
        }

        @Incoming("defaults")
        void defaults(List<String> batch) {
            handle("defaults", batch);
        }

        @Incoming("orders")
        void orders(List<Order> batch) {
            List<String> ids = new ArrayList<>();
            for (Order order : batch) {
                ids.add(order.id());
            }
            handle("orders", ids);
        }

        @Incoming("bytes")
        void bytes(List<byte[]> batch) {
            handle("bytes", batch.stream().map(String::new).toList());
        }

        @Incoming("messages")
        Uni<Void> messages(Message<List<String>> batch) {
            handle("messages", batch.getPayload());
            return Uni.createFrom().completionStage(batch.ack());
        }

        @Incoming("whatever")
        @SuppressWarnings("unchecked")
        Uni<Void> whatever(Message<?> batch) {
            handle("whatever", ((List<byte[]>) batch.getPayload()).stream().map(String::new).toList());
            return Uni.createFrom().completionStage(batch.ack());
        }

        @Incoming("fails")
        @Blocking
        void fails(List<String> batch) throws InterruptedException {
            failing.await();
            handle("fails", batch);
        }

        @Incoming("stops")
        void stops(List<String> batch) {
            handle("stops", batch);
        }

        @Incoming("ordered")
        @NonBlocking
        void ordered(List<String> batch) {
            handle("ordered", batch);
        }

        @Incoming("slow")
        @Blocking
        void slow(List<String> batch) throws InterruptedException {
            new CountDownLatch(1).await(2500, TimeUnit.MILLISECONDS);
            handle("slow", batch);
        }

        @Incoming("full")
        @Blocking
        void full(List<String> batch) throws InterruptedException {
            handle("full", batch);
            full.await();
        }

        @Incoming("full-bytes")
        @Blocking
        void fullBytes(List<byte[]> batch) {
            handle("full-bytes", batch.stream().map(String::new).toList());
        }

        @Incoming("group")
        void group(List<String> batch) {
            handle("group", batch);
        }

        @Incoming("async")
        Uni<Void> async(List<String> batch) {
            handle("async", batch);
            return Uni.createFrom().voidItem().onItem().delayIt().by(Duration.ofMillis(50));
        }
    }
}
