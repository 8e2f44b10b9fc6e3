package io.quarkiverse.messaging.nats.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.annotations.Merge;

/** Every shape of a method that takes messages: all received, settled on the server, as many at once as promised. */
class ShapesTest {

    static final int COUNT = 8;
    static final NatsServer SERVER = NatsServer.of(ShapesTest.class);
    static final Duration SOON = Duration.ofSeconds(20);
    static final List<String> CHANNELS = List.of("plain", "non-blocking", "blocking", "unordered", "shared", "copies", "uni",
            "stage", "message", "message-uni", "multi", "multi-messages", "one", "other", "left", "right", "all");

    @RegisterExtension
    static final QuarkusUnitTest APP = app();

    static QuarkusUnitTest app() {
        QuarkusUnitTest app = TestApp.on(SERVER, probe -> {
            CHANNELS.forEach(channel -> probe.createStream(channel, channel));
            probe.createStream("result", "result");
        }, Methods.class)
                .overrideRuntimeConfigKey("mp.messaging.connector.nats.durable", "app")
                .overrideRuntimeConfigKey("mp.messaging.incoming.unordered.max-in-flight", "" + COUNT)
                .overrideRuntimeConfigKey("mp.messaging.incoming.shared.queue-group", "members")
                .overrideRuntimeConfigKey("mp.messaging.incoming.copies.queue-group", "members")
                .overrideRuntimeConfigKey("mp.messaging.incoming.copies.concurrency", "4")
                .overrideRuntimeConfigKey("mp.messaging.incoming.all.broadcast", "true")
                .overrideRuntimeConfigKey("mp.messaging.outgoing.result.connector", "nats");
        CHANNELS.forEach(channel -> app.overrideRuntimeConfigKey("mp.messaging.incoming." + channel + ".connector", "nats"));
        return app;
    }

    @Inject
    Methods methods;

    NatsProbe probe;

    @BeforeEach
    void connect() {
        probe = new NatsProbe(SERVER);
    }

    @AfterEach
    void disconnect() {
        probe.close();
    }

    /** Published, handled, and settled with one delivery each. */
    private void handled(String channel, String consumer) {
        long before = probe.consumer(channel, consumer).getDelivered().getConsumerSequence();
        probe.publishAll(channel, 1, COUNT, i -> channel + i);
        await().atMost(SOON).until(() -> methods.of(channel).size() >= COUNT);
        await().atMost(SOON).until(() -> probe.isDrained(channel, consumer));
        assertThat(probe.consumer(channel, consumer).getDelivered().getConsumerSequence()).isEqualTo(before + COUNT);
    }

    private static List<String> published(String channel) {
        return IntStream.rangeClosed(1, COUNT).mapToObj(i -> channel + i).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = { "plain", "non-blocking", "blocking", "uni", "stage", "message", "message-uni" })
    void oneAfterTheOther(String channel) {
        handled(channel, "app");
        assertThat(methods.of(channel)).isEqualTo(published(channel));
        assertThat(methods.mostAtOnce(channel)).isEqualTo(1);
        boolean eventLoop = methods.thread(channel).contains("eventloop");
        assertThat(eventLoop).as(methods.thread(channel)).isEqualTo(!List.of("plain", "blocking").contains(channel));
    }

    /** Each waits for the others: with fewer at once none would end. */
    @ParameterizedTest
    @ValueSource(strings = { "unordered", "shared", "copies" })
    void severalAtOnce(String channel) {
        handled(channel, channel.equals("unordered") ? "app" : "app__members");
        assertThat(methods.of(channel)).containsExactlyInAnyOrderElementsOf(published(channel));
        assertThat(methods.mostAtOnce(channel)).isEqualTo(channel.equals("copies") ? 4 : COUNT);
    }

    @ParameterizedTest
    @ValueSource(strings = { "multi", "multi-messages" })
    void streams(String channel) {
        handled(channel, "app");
        assertThat(methods.of(channel)).isEqualTo(published(channel));
    }

    @Test
    void whatRunsIsNotSettled() {
        CompletableFuture<Void> hold = new CompletableFuture<>();
        methods.hold(hold);
        probe.publish("uni", "held");
        await().atMost(SOON).until(() -> methods.of("uni").contains("held"));
        await().during(Duration.ofMillis(200)).until(() -> probe.consumer("uni", "app").getNumAckPending() == 1);
        hold.complete(null);
        await().atMost(SOON).until(() -> probe.isDrained("uni", "app"));
        methods.of("uni").clear();
    }

    @Test
    void twoChannelsInOneMethod() {
        handled("one", "app");
        handled("other", "app");
        assertThat(methods.of("one")).isEqualTo(published("one"));
        assertThat(methods.of("other")).isEqualTo(published("other"));
    }

    @Test
    void twoChannelsMergedIntoAThird() {
        handled("left", "app");
        handled("right", "app");
        assertThat(methods.of("left")).isEqualTo(published("left"));
        assertThat(methods.of("right")).isEqualTo(published("right"));
    }

    @Test
    void oneChannelForTwoMethods() {
        // One of them has not ended: the message is not settled, however often the other one has.
        CompletableFuture<Void> hold = new CompletableFuture<>();
        methods.hold(hold);
        probe.publish("all", "held");
        await().atMost(SOON).until(() -> methods.of("all").contains("held") && methods.of("all too").contains("held"));
        await().during(Duration.ofMillis(200)).until(() -> probe.consumer("all", "app").getNumAckPending() == 1);
        hold.complete(null);
        await().atMost(SOON).until(() -> probe.isDrained("all", "app"));
        methods.of("all").clear();
        methods.of("all too").clear();
        handled("all", "app");
        await().atMost(SOON).until(() -> methods.of("all too").size() >= COUNT);
        assertThat(methods.of("all")).isEqualTo(published("all"));
        assertThat(methods.of("all too")).isEqualTo(published("all"));
    }

    @ApplicationScoped
    public static class Methods {

        private final Map<String, List<String>> received = new ConcurrentHashMap<>();
        private final Map<String, String> threads = new ConcurrentHashMap<>();
        private final Map<String, Integer> now = new ConcurrentHashMap<>();
        private final Map<String, Integer> most = new ConcurrentHashMap<>();
        private final Map<String, CyclicBarrier> barriers = Map.of("unordered", new CyclicBarrier(COUNT), "shared",
                new CyclicBarrier(COUNT), "copies", new CyclicBarrier(4));
        private volatile CompletableFuture<Void> hold = CompletableFuture.completedFuture(null);

        List<String> of(String channel) {
            return received.computeIfAbsent(channel, name -> new CopyOnWriteArrayList<>());
        }

        void hold(CompletableFuture<Void> until) {
            hold = until;
        }

        int mostAtOnce(String channel) {
            return most.getOrDefault(channel, 0);
        }

        String thread(String channel) {
            return threads.get(channel);
        }

        private void begin(String channel, String payload) {
            threads.put(channel, Thread.currentThread().getName());
            int running = now.merge(channel, 1, Integer::sum);
            most.merge(channel, running, Math::max);
            of(channel).add(payload);
        }

        private void end(String channel) {
            now.merge(channel, -1, Integer::sum);
        }

        private void together(String channel, String payload) throws Exception {
            begin(channel, payload);
            barriers.get(channel).await(15, TimeUnit.SECONDS);
            end(channel);
        }

        private Uni<Void> later(String channel, String payload) {
            begin(channel, payload);
            return Uni.createFrom().voidItem().onItem().delayIt().by(Duration.ofMillis(20)).invoke(() -> end(channel));
        }

        @Incoming("plain")
        void plain(String payload) {
            begin("plain", payload);
            end("plain");
        }

        @Incoming("non-blocking")
        @NonBlocking
        void nonBlocking(String payload) {
            begin("non-blocking", payload);
            end("non-blocking");
        }

        @Incoming("blocking")
        @Blocking
        void blocking(String payload) {
            begin("blocking", payload);
            end("blocking");
        }

        @Incoming("unordered")
        @io.smallrye.reactive.messaging.annotations.Blocking(ordered = false)
        void unordered(String payload) throws Exception {
            together("unordered", payload);
        }

        @Incoming("shared")
        @io.smallrye.reactive.messaging.annotations.Blocking(ordered = false)
        void shared(String payload) throws Exception {
            together("shared", payload);
        }

        @Incoming("copies")
        @Blocking
        void copies(String payload) throws Exception {
            together("copies", payload);
        }

        @Incoming("uni")
        Uni<Void> uni(String payload) {
            return later("uni", payload).chain(() -> Uni.createFrom().completionStage(hold));
        }

        @Incoming("stage")
        CompletionStage<Void> stage(String payload) {
            return later("stage", payload).subscribeAsCompletionStage();
        }

        @Incoming("message")
        CompletionStage<Void> message(Message<String> message) {
            return later("message", message.getPayload()).subscribeAsCompletionStage().thenCompose(done -> message.ack());
        }

        @Incoming("message-uni")
        Uni<Void> messageUni(Message<String> message) {
            return later("message-uni", message.getPayload()).chain(() -> Uni.createFrom().completionStage(message.ack()));
        }

        @Incoming("multi")
        @Outgoing("result")
        Multi<String> multi(Multi<String> payloads) {
            return payloads.invoke(payload -> of("multi").add(payload));
        }

        @Incoming("multi-messages")
        @Outgoing("internal")
        Multi<Message<String>> messages(Multi<Message<String>> messages) {
            return messages.map(message -> message.withPayload(message.getPayload() + ""));
        }

        @Incoming("internal")
        void internal(String payload) {
            of("multi-messages").add(payload);
        }

        @Incoming("one")
        @Incoming("other")
        void both(String payload) {
            of(payload.replaceAll("\\d", "")).add(payload);
        }

        @Incoming("left")
        @Outgoing("merged")
        String left(String payload) {
            return payload;
        }

        @Incoming("right")
        @Outgoing("merged")
        String right(String payload) {
            return payload;
        }

        @Incoming("merged")
        @Merge
        void merged(String payload) {
            of(payload.replaceAll("\\d", "")).add(payload);
        }

        @Incoming("all")
        void all(String payload) {
            of("all").add(payload);
        }

        @Incoming("all")
        Uni<Void> allToo(String payload) {
            of("all too").add(payload);
            return Uni.createFrom().completionStage(hold);
        }
    }
}
