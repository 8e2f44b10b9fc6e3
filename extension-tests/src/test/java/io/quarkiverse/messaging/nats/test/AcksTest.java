package io.quarkiverse.messaging.nats.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.nats.client.api.AckPolicy;
import io.quarkiverse.messaging.nats.IncomingNatsMetadata;
import io.quarkiverse.messaging.nats.runtime.connection.NatsConnections;
import io.quarkiverse.messaging.nats.spi.FailedMessage;
import io.quarkiverse.messaging.nats.spi.FailureStrategy;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.common.annotation.NonBlocking;

/** How messages are acknowledged: each, all up to one, none; confirmed; from any thread. */
class AcksTest {

    static final NatsServer SERVER = NatsServer.of(AcksTest.class);
    static final Duration SOON = Duration.ofSeconds(20);

    @RegisterExtension
    static final QuarkusUnitTest APP = TestApp.on(SERVER, AcksTest::streams, Receiver.class, Received.class, Again.class,
            AckWire.class, AckWire.Word.class)
            .overrideRuntimeConfigKey("mp.messaging.connector.nats.durable", "app")
            .overrideRuntimeConfigKey("mp.messaging.incoming.each.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.many.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.many.ack", "all")
            .overrideRuntimeConfigKey("mp.messaging.incoming.many.failure-strategy", "fail")
            .overrideRuntimeConfigKey("mp.messaging.incoming.parts.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.parts.ack", "all")
            .overrideRuntimeConfigKey("mp.messaging.incoming.parts.failure-strategy", "again")
            .overrideRuntimeConfigKey("mp.messaging.incoming.parts.ack-wait", "1s")
            .overrideRuntimeConfigKey("mp.messaging.incoming.again.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.again.ack", "all")
            .overrideRuntimeConfigKey("mp.messaging.incoming.again.failure-strategy", "again")
            .overrideRuntimeConfigKey("mp.messaging.incoming.stops.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.stops.ack", "all")
            .overrideRuntimeConfigKey("mp.messaging.incoming.stops.failure-strategy", "fail")
            .overrideRuntimeConfigKey("mp.messaging.incoming.confirmed.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.confirmed.ack-confirm", "true")
            .overrideRuntimeConfigKey("mp.messaging.incoming.confirmed-all.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.confirmed-all.ack-confirm", "true")
            .overrideRuntimeConfigKey("mp.messaging.incoming.confirmed-all.ack", "all")
            .overrideRuntimeConfigKey("mp.messaging.incoming.confirmed-all.failure-strategy", "again")
            .overrideRuntimeConfigKey("mp.messaging.incoming.confirmed-held.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.confirmed-held.ack-confirm", "true")
            .overrideRuntimeConfigKey("mp.messaging.incoming.unconfirmed.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.unconfirmed.ack-confirm", "true")
            .overrideRuntimeConfigKey("mp.messaging.incoming.none.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.none.ack", "none")
            .overrideRuntimeConfigKey("mp.messaging.incoming.none.failure-strategy", "fail")
            .overrideRuntimeConfigKey("mp.messaging.incoming.threads.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.unsent.connector", "nats")
            .setLogRecordPredicate(record -> record.getLoggerName().startsWith("io.quarkiverse.messaging.nats"))
            .assertLogRecords(records -> assertThat(records)
                    .extracting(record -> String.format(record.getMessage(), record.getParameters()))
                    .anyMatch(line -> line
                            .contains("Channel `confirmed-held`: the server did not confirm the ack of sequence 1 (")
                            && line.contains("; 1 acks of this channel failed so far"))
                    .anyMatch(line -> line.contains("Channel `unsent`: the ack of sequence 1 could not be sent;")
                            && line.contains("1 acks of this channel failed so far")));

    static void streams(NatsProbe probe) {
        for (String stream : List.of("each", "many", "parts", "again", "stops", "confirmed", "confirmed-all",
                "confirmed-held", "unconfirmed", "none", "threads", "unsent")) {
            probe.createStream(stream, stream);
        }
    }

    @Inject
    Received received;
    @Inject
    Receiver receiver;
    @Inject
    NatsConnections connections;

    NatsProbe probe;

    @BeforeEach
    void connect() {
        probe = new NatsProbe(SERVER);
        received.all().clear();
    }

    @AfterEach
    void disconnect() {
        probe.close();
    }

    @Test
    void eachMessageIsAcknowledgedOnItsOwn() {
        probe.publishAll("each", 1, 3, i -> "e" + i);
        await().atMost(SOON).until(() -> receiver.held().containsKey("e3"));
        receiver.held("e3").ack();
        await().atMost(SOON).until(() -> probe.consumer("each", "app").getNumAckPending() == 2);
        assertThat(probe.consumer("each", "app").getAckFloor().getStreamSequence()).isZero();
        assertThat(policy("each")).isEqualTo(AckPolicy.Explicit);
        receiver.held("e1").ack();
        receiver.held("e2").ack();
        await().atMost(SOON).until(() -> probe.isDrained("each", "app"));
    }

    @Test
    void allAtOnceTakesFewerAcksThanMessages() throws Exception {
        AckWire wire = new AckWire(probe, "many");
        probe.publishAll("many", 1, 5000, i -> "m" + i);
        await().atMost(SOON).until(() -> probe.isDrained("many", "app"));
        assertThat(received.count()).isEqualTo(5000);
        assertThat(policy("many")).isEqualTo(AckPolicy.All);
        assertThat(wire.acks()).hasSizeLessThan(2500);
    }

    @Test
    void allStopsBelowWhatIsOpen() throws Exception {
        AckWire wire = new AckWire(probe, "parts");
        probe.publishAll("parts", 1, 4, i -> "p" + i);
        await().atMost(SOON).until(() -> receiver.held().containsKey("p4"));
        receiver.held("p3").ack();
        receiver.held("p2").ack();
        // For three times ack-wait what is finished waits for the first, and is not delivered again.
        await().during(Duration.ofSeconds(3)).atMost(SOON).until(() -> wire.acks().isEmpty()
                && probe.consumer("parts", "app").getDelivered().getConsumerSequence() == 4);
        receiver.held("p1").ack();
        await().atMost(SOON).until(() -> probe.consumer("parts", "app").getAckFloor().getStreamSequence() == 3);
        assertThat(wire.acks()).as("one for the three").containsExactly(new AckWire.Word(3, "+ACK", false));
        receiver.held("p4").ack();
        await().atMost(SOON).until(() -> probe.isDrained("parts", "app"));
        // One that is given back comes again with a higher number than those after it, whose acks must count all the same.
        probe.publishAll("parts", 5, 6, i -> "p" + i);
        await().atMost(SOON).until(() -> receiver.held().containsKey("p6"));
        Message<String> first = receiver.held("p5");
        first.nack(new IllegalStateException("told to"));
        await().atMost(SOON).until(() -> receiver.held("p5") != first);
        receiver.held("p5").ack();
        await().atMost(SOON).until(() -> probe.consumer("parts", "app").getAckFloor().getStreamSequence() == 5);
        receiver.held("p6").ack();
        await().atMost(Duration.ofMillis(800)).until(() -> probe.isDrained("parts", "app"));
    }

    @Test
    void allDoesNotBuryWhatFailed() {
        probe.publishAll("again", 1, 3, i -> i == 1 ? "fail once" : "a" + i);
        await().atMost(SOON).until(() -> received.all().contains("a3"));
        assertThat(probe.consumer("again", "app").getAckFloor().getStreamSequence()).isZero();
        await().atMost(SOON).until(() -> probe.isDrained("again", "app"));
        assertThat(received.all()).containsExactly("fail once 1", "a2", "a3", "fail once 2");
    }

    @Test
    void allStopsBelowWhatStopsTheChannel() {
        probe.publishAll("stops", 1, 5, i -> i == 3 ? "fail" : "s" + i);
        await().atMost(SOON).until(() -> probe.consumer("stops", "app").getAckFloor().getStreamSequence() == 2);
        await().during(Duration.ofMillis(500)).atMost(SOON)
                .until(() -> probe.consumer("stops", "app").getAckFloor().getStreamSequence() == 2);
        assertThat(received.all()).containsExactly("s1", "s2");
    }

    @Test
    void eachAckIsConfirmedBeforeTheNextMessage() throws Exception {
        AckWire wire = new AckWire(probe, "confirmed");
        probe.publishAll("confirmed", 1, 20, i -> "c" + i);
        await().atMost(SOON).until(() -> received.count() == 20 && probe.isDrained("confirmed", "app"));
        assertThat(wire.acks()).hasSize(20).allMatch(AckWire.Word::confirmed);
        assertThat(receiver.earlyConfirmed()).as("handled before the one before was settled").isZero();
    }

    @Test
    void aCumulativeAckIsConfirmedToo() throws Exception {
        AckWire wire = new AckWire(probe, "confirmed-all");
        probe.publishAll("confirmed-all", 1, 10, i -> "c" + i);
        await().atMost(SOON).until(() -> received.count() == 10 && probe.isDrained("confirmed-all", "app"));
        assertThat(wire.acks()).isNotEmpty().allMatch(AckWire.Word::confirmed);
    }

    @Test
    void anAckThatIsNotConfirmedFailsItsStage() {
        probe.publishAll("confirmed-held", 1, 2, i -> "h" + i);
        await().atMost(SOON).until(() -> receiver.held().containsKey("h1"));
        receiver.held("h2").ack().toCompletableFuture().join();
        assertThat(probe.consumer("confirmed-held", "app").getNumAckPending()).as("confirmed means settled").isEqualTo(1);
        Message<String> first = receiver.held("h1");
        deleteConsumer("confirmed-held");
        CompletableFuture<Void> outcome = first.ack().toCompletableFuture();
        assertThatThrownBy(() -> outcome.get(15, java.util.concurrent.TimeUnit.SECONDS)).rootCause()
                .satisfies(cause -> assertThat(cause).isNotNull());
        assertThatThrownBy(outcome::join).hasMessageContaining("the server did not confirm the ack of sequence 1");
        assertThatThrownBy(first.ack().toCompletableFuture()::join).as("a second call hears the same")
                .hasMessageContaining("the server did not confirm the ack of sequence 1");
    }

    @Test
    void aChannelOutlivesAnAckThatIsNotConfirmed() {
        probe.publish("unconfirmed", "u1");
        await().atMost(SOON).until(() -> received.all().contains("u1"));
        deleteConsumer("unconfirmed");
        receiver.unconfirmed().countDown();
        probe.publish("unconfirmed", "u2");
        await().atMost(Duration.ofSeconds(60)).until(() -> received.all().contains("u2"));
        await().atMost(SOON).until(() -> probe.isDrained("unconfirmed", "app"));
    }

    @Test
    void noneSaysNothing() throws Exception {
        AckWire wire = new AckWire(probe, "none");
        probe.publishAll("none", 1, 200, i -> "n" + i);
        await().atMost(SOON).until(() -> received.count() == 200);
        assertThat(policy("none")).isEqualTo(AckPolicy.None);
        assertThat(probe.isDrained("none", "app")).isTrue();
        assertThat(wire.all()).isEmpty();
    }

    @Test
    void acksFromManyThreadsAtOnceCountOnce() throws Exception {
        AckWire wire = new AckWire(probe, "threads");
        probe.publishAll("threads", 1, 300, i -> "t" + i);
        await().atMost(SOON).until(() -> receiver.held().containsKey("t300"));
        CountDownLatch go = new CountDownLatch(1);
        List<CompletableFuture<Void>> stages = new java.util.concurrent.CopyOnWriteArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 6; t++) {
            int offset = t * 50;
            Thread thread = new Thread(() -> {
                try {
                    go.await();
                } catch (InterruptedException e) {
                    return;
                }
                for (int i = 0; i < 300; i++) {
                    stages.add(receiver.held("t" + ((i + offset) % 300 + 1)).ack().toCompletableFuture());
                }
            });
            threads.add(thread);
            thread.start();
        }
        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        CompletableFuture.allOf(stages.toArray(CompletableFuture[]::new)).get(15, java.util.concurrent.TimeUnit.SECONDS);
        await().atMost(SOON).until(() -> probe.isDrained("threads", "app"));
        assertThat(wire.acks()).hasSize(300).extracting(AckWire.Word::sequence).doesNotHaveDuplicates();
        assertThat(probe.consumer("threads", "app").getDelivered().getConsumerSequence()).isEqualTo(300);
    }

    @Test
    void anAckThatCannotBeSentFailsItsStage() throws Exception {
        probe.publish("unsent", "x1");
        await().atMost(SOON).until(() -> receiver.held().containsKey("x1"));
        connections.get("<default>").live().connection().close();
        CompletableFuture<Void> outcome = receiver.held("x1").ack().toCompletableFuture();
        assertThatThrownBy(() -> outcome.get(15, java.util.concurrent.TimeUnit.SECONDS))
                .hasMessageContaining("the ack of sequence 1 could not be sent");
        // The connection is built anew, and the channel goes on.
        probe.publish("unsent", "x2");
        await().atMost(Duration.ofSeconds(60)).until(() -> receiver.held().containsKey("x2"));
        receiver.held("x2").ack();
    }

    private AckPolicy policy(String stream) {
        return probe.consumer(stream, "app").getConsumerConfiguration().getAckPolicy();
    }

    private void deleteConsumer(String stream) {
        try {
            probe.management().deleteConsumer(stream, "app");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @ApplicationScoped
    @Identifier("again")
    public static class Again implements FailureStrategy {

        @Override
        public void onFailure(FailedMessage failed) {
            failed.nak(Duration.ofMillis(300));
        }
    }

    @ApplicationScoped
    public static class Receiver {

        @Inject
        Received received;

        final Map<String, Message<String>> held = new ConcurrentHashMap<>();
        final CountDownLatch unconfirmed = new CountDownLatch(1);
        volatile int early;

        Map<String, Message<String>> held() {
            return held;
        }

        Message<String> held(String payload) {
            return held.get(payload);
        }

        CountDownLatch unconfirmed() {
            return unconfirmed;
        }

        int earlyConfirmed() {
            return early;
        }

        private CompletionStage<Void> hold(Message<String> message) {
            held.put(message.getPayload(), message);
            return CompletableFuture.completedStage(null);
        }

        @Incoming("each")
        CompletionStage<Void> each(Message<String> message) {
            return hold(message);
        }

        @Incoming("many")
        @NonBlocking
        void many(String payload) {
            received.add(payload);
        }

        @Incoming("parts")
        CompletionStage<Void> parts(Message<String> message) {
            return hold(message);
        }

        @Incoming("again")
        void again(String payload, IncomingNatsMetadata metadata) {
            received.add(payload.startsWith("fail") ? payload + " " + metadata.deliveryCount() : payload);
            if (payload.startsWith("fail") && metadata.deliveryCount() == 1) {
                throw new IllegalStateException("told to fail");
            }
        }

        @Incoming("stops")
        void stops(String payload) {
            if (payload.equals("fail")) {
                throw new IllegalStateException("told to fail");
            }
            received.add(payload);
        }

        @Incoming("confirmed")
        @Blocking
        void confirmed(String payload, IncomingNatsMetadata metadata) {
            received.add(payload);
            try (NatsProbe probe = new NatsProbe(SERVER)) {
                if (probe.consumer("confirmed", "app").getAckFloor().getStreamSequence() < metadata.streamSequence() - 1) {
                    early++;
                }
            }
        }

        @Incoming("confirmed-all")
        void confirmedAll(String payload) {
            received.add(payload);
        }

        @Incoming("confirmed-held")
        CompletionStage<Void> confirmedHeld(Message<String> message) {
            return hold(message);
        }

        @Incoming("unconfirmed")
        @Blocking
        void unconfirmed(String payload) throws InterruptedException {
            received.add(payload);
            unconfirmed.await();
        }

        @Incoming("none")
        void none(String payload) {
            received.add(payload);
        }

        @Incoming("threads")
        CompletionStage<Void> threads(Message<String> message) {
            return hold(message);
        }

        @Incoming("unsent")
        CompletionStage<Void> unsent(Message<String> message) {
            return hold(message);
        }
    }
}
