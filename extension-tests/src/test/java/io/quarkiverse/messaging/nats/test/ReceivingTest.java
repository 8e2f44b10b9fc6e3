package io.quarkiverse.messaging.nats.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.nats.client.api.ConsumerInfo;
import io.quarkiverse.messaging.nats.IncomingNatsMetadata;
import io.quarkiverse.messaging.nats.NatsAcknowledgement;
import io.quarkiverse.messaging.nats.spi.FailedMessage;
import io.quarkiverse.messaging.nats.spi.FailureStrategy;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.health.HealthReport;
import io.smallrye.reactive.messaging.providers.extension.HealthCenter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;

/** How messages are received: payloads, failures, acknowledgement by hand, the extension of ack-wait, contexts. */
class ReceivingTest {

    static final NatsServer SERVER = NatsServer.of(ReceivingTest.class);
    static final Duration SOON = Duration.ofSeconds(15);

    @RegisterExtension
    static final QuarkusUnitTest APP = TestApp.on(SERVER, ReceivingTest::streams, Receiver.class, Received.class,
            Order.class, TerminateIt.class)
            .overrideRuntimeConfigKey("mp.messaging.connector.nats.durable", "app")
            .overrideRuntimeConfigKey("mp.messaging.incoming.poison.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.poison.backoff", "200ms")
            .overrideRuntimeConfigKey("mp.messaging.incoming.by-hand.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.by-hand.manual-ack", "true")
            .overrideRuntimeConfigKey("mp.messaging.incoming.by-hand.backoff", "100ms")
            .overrideRuntimeConfigKey("mp.messaging.incoming.left.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.left.manual-ack", "true")
            .overrideRuntimeConfigKey("mp.messaging.incoming.left.ack-wait", "1s")
            .overrideRuntimeConfigKey("mp.messaging.incoming.slow.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.slow.ack-wait", "2s")
            .overrideRuntimeConfigKey("mp.messaging.incoming.overdue.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.overdue.ack-wait", "500ms")
            .overrideRuntimeConfigKey("mp.messaging.incoming.overdue.processing-timeout", "1s")
            .overrideRuntimeConfigKey("mp.messaging.incoming.json.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.bounded.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.bounded.max-in-flight", "5")
            .overrideRuntimeConfigKey("mp.messaging.incoming.bytes.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.bytes.max-in-flight-bytes", "2K")
            .overrideRuntimeConfigKey("mp.messaging.incoming.shared.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.shared.queue-group", "members")
            .overrideRuntimeConfigKey("mp.messaging.incoming.shared.concurrency", "3")
            .overrideRuntimeConfigKey("mp.messaging.incoming.own.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.own.failure-strategy", "terminate-it");

    static void streams(NatsProbe probe) {
        for (String stream : List.of("poison", "by-hand", "left", "slow", "overdue", "json", "bounded", "bytes", "shared",
                "own")) {
            probe.createStream(stream, stream);
        }
    }

    @Inject
    Received received;
    @Inject
    Receiver receiver;
    @Inject
    HealthCenter health;

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
    void aPoisonMessageStopsNothingAndStaysOnTheServer() {
        probe.publish("poison", "{\"id\":\"a\",\"amount\":1}");
        probe.publish("poison", "this is no JSON");
        probe.publish("poison", "{\"id\":\"b\",\"amount\":2}");
        await().atMost(SOON).until(() -> received.all().containsAll(List.of("a", "b")));
        // It is delivered again and again, counted by the server, and the others are settled.
        await().atMost(SOON).untilAsserted(() -> {
            ConsumerInfo info = probe.consumer("poison", "app");
            assertThat(info.getNumAckPending()).isEqualTo(1);
            assertThat(info.getRedelivered()).isEqualTo(1);
            assertThat(info.getDelivered().getConsumerSequence()).isGreaterThan(4);
            assertThat(info.getAckFloor().getStreamSequence()).isEqualTo(1);
        });
        assertThat(received.all()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void byHandTheFrameworkSettlesNothing() {
        probe.publish("by-hand", "nak first");
        probe.publish("by-hand", "leave");
        probe.publish("by-hand", "confirm");
        probe.publish("by-hand", "term");
        probe.publish("by-hand", "throw");
        await().atMost(SOON).until(() -> received.all().contains("nak first 2"));
        await().atMost(SOON).until(() -> received.all().contains("confirmed"));
        await().atMost(SOON).until(() -> received.all().contains("throw 1"));
        // Pending are the one that was left alone and the one whose method threw.
        await().atMost(SOON).until(() -> probe.consumer("by-hand", "app").getNumAckPending() == 2);
        receiver.left().ack();
        await().atMost(SOON).until(() -> probe.consumer("by-hand", "app").getNumAckPending() == 1);
        receiver.thrown().ack();
        receiver.thrown().nak(Duration.ZERO);
        await().atMost(SOON).until(() -> probe.isDrained("by-hand", "app"));
        assertThat(probe.consumer("by-hand", "app").getDelivered().getConsumerSequence()).isEqualTo(6);
    }

    @Test
    void byHandWhatIsLeftAloneComesAgainAfterAckWait() {
        probe.publish("left", "once");
        await().atMost(SOON).until(() -> received.all().contains("once 3"));
        assertThat(received.all()).containsExactly("once 1", "once 2", "once 3");
        await().atMost(SOON).until(() -> probe.isDrained("left", "app"));
    }

    @Test
    void whatTakesLongerThanAckWaitIsDeliveredOnce() {
        for (int i = 0; i < 3; i++) {
            probe.publish("slow", "s" + i);
        }
        // One after the other, 2.5 s each: the last one waits here for more than twice ack-wait.
        await().atMost(SOON).until(() -> received.count() == 3);
        await().atMost(SOON).until(() -> probe.isDrained("slow", "app"));
        assertThat(received.all()).containsExactly("s0 1", "s1 1", "s2 1");
        assertThat(probe.consumer("slow", "app").getDelivered().getConsumerSequence()).isEqualTo(3);
    }

    @Test
    void afterProcessingTimeoutTheServerDeliversAgainAndTheChannelIsNotReady() {
        probe.publish("overdue", "o");
        await().atMost(SOON).until(() -> notReady("overdue") != null);
        assertThat(notReady("overdue")).contains("sequence 1 has been processed for longer than processing-timeout (PT1S)");
        await().atMost(SOON).until(() -> probe.consumer("overdue", "app").getDelivered().getConsumerSequence() > 1);
        receiver.overdue().countDown();
        await().atMost(SOON).until(() -> notReady("overdue") == null);
        await().atMost(SOON).until(() -> probe.isDrained("overdue", "app"));
    }

    private String notReady(String channel) {
        return health.getReadiness().getChannels().stream().filter(info -> info.getChannel().equals(channel) && !info.isOk())
                .map(HealthReport.ChannelInfo::getMessage).findFirst().orElse(null);
    }

    @Test
    void eachMessageHasAContextOfItsOwn() {
        probe.publish("json", "{\"n\":1}");
        probe.publish("json", "{\"n\":2}");
        await().atMost(SOON).until(() -> received.count() == 2);
        assertThat(received.all()).containsExactly("1 null", "2 null");
    }

    @Test
    void noMoreThanMaxInFlightAreHeld() {
        probe.publishAll("bounded", 1, 50, i -> "b" + i);
        await().atMost(SOON).until(() -> received.count() == 1);
        await().during(Duration.ofMillis(500)).atMost(SOON).untilAsserted(() -> {
            assertThat(probe.consumer("bounded", "app").getNumAckPending()).isEqualTo(5);
            assertThat(received.count()).isEqualTo(1);
        });
        receiver.bounded().countDown();
        await().atMost(SOON).until(() -> probe.isDrained("bounded", "app"));
        assertThat(received.count()).isEqualTo(50);
    }

    @Test
    void noMoreThanMaxInFlightBytesAreHeldAndALargerMessageComesAlone() {
        probe.publishAll("bytes", 1, 20, i -> "x".repeat(500));
        await().atMost(SOON).until(() -> received.count() == 1);
        await().during(Duration.ofMillis(500)).atMost(SOON)
                .until(() -> probe.consumer("bytes", "app").getNumAckPending() <= 4);
        receiver.bytes().countDown();
        probe.publish("bytes", "x".repeat(10_000));
        probe.publish("bytes", "small");
        await().atMost(SOON).until(() -> received.count() == 22);
        assertThat(received.all()).endsWith("10000", "5");
        await().atMost(SOON).until(() -> probe.isDrained("bytes", "app"));
    }

    @Test
    void copiesOfAChannelShareTheWorkOfAGroup() {
        probe.publishAll("shared", 1, 100, i -> "s" + i);
        await().atMost(SOON).until(() -> probe.isDrained("shared", "app__members"));
        assertThat(received.all()).hasSize(100).doesNotHaveDuplicates();
        assertThat(health.getReadiness().getChannels()).filteredOn(info -> info.getChannel().startsWith("shared")).hasSize(1);
    }

    @Test
    void theApplicationsOwnStrategyDecides() {
        probe.publish("own", "not wanted");
        await().atMost(SOON).until(() -> received.all().contains("own: told to fail"));
        await().atMost(SOON).until(() -> probe.isDrained("own", "app"));
        assertThat(probe.consumer("own", "app").getDelivered().getConsumerSequence()).isEqualTo(1);
    }

    @ApplicationScoped
    @Identifier("terminate-it")
    public static class TerminateIt implements FailureStrategy {

        @Inject
        Received received;

        @Override
        public void onFailure(FailedMessage failed) {
            received.add(failed.channel() + ": " + failed.reason().getMessage());
            failed.term("not wanted");
        }
    }

    public record Order(String id, int amount) {
    }

    @ApplicationScoped
    public static class Receiver {

        @Inject
        Received received;

        volatile NatsAcknowledgement left;
        volatile NatsAcknowledgement thrown;
        final CountDownLatch overdue = new CountDownLatch(1);
        final CountDownLatch bounded = new CountDownLatch(1);
        final CountDownLatch bytes = new CountDownLatch(1);

        // The bean is injected as a proxy, whose fields are not the bean's.
        NatsAcknowledgement left() {
            return left;
        }

        NatsAcknowledgement thrown() {
            return thrown;
        }

        CountDownLatch overdue() {
            return overdue;
        }

        CountDownLatch bounded() {
            return bounded;
        }

        CountDownLatch bytes() {
            return bytes;
        }

        @Incoming("poison")
        void poison(Order order) {
            received.add(order.id());
        }

        @Incoming("by-hand")
        CompletionStage<Void> byHand(String payload, NatsAcknowledgement ack, IncomingNatsMetadata metadata) {
            received.add(payload + " " + metadata.deliveryCount());
            switch (payload) {
                case "nak first":
                    return metadata.deliveryCount() == 1 ? ack.nak(Duration.ofMillis(50)) : ack.ack();
                case "confirm":
                    return ack.ackConfirmed().thenRun(() -> received.add("confirmed"));
                case "term":
                    return ack.term("not wanted");
                case "leave":
                    left = ack;
                    return ack.inProgress();
                default:
                    thrown = ack;
                    throw new IllegalStateException("told to fail");
            }
        }

        @Incoming("left")
        void left(String payload, NatsAcknowledgement ack, IncomingNatsMetadata metadata) {
            received.add(payload + " " + metadata.deliveryCount());
            if (metadata.deliveryCount() == 3) {
                ack.ack();
            }
        }

        @Incoming("slow")
        @Blocking
        void slow(String payload, IncomingNatsMetadata metadata) throws InterruptedException {
            new CountDownLatch(1).await(2500, TimeUnit.MILLISECONDS);
            received.add(payload + " " + metadata.deliveryCount());
        }

        @Incoming("overdue")
        @Blocking
        void overdue(String payload) throws InterruptedException {
            overdue.await();
        }

        @Incoming("json")
        void json(JsonObject payload) {
            Context context = Vertx.currentContext();
            received.add(payload.getInteger("n") + " " + context.getLocal("seen"));
            context.putLocal("seen", true);
        }

        @Incoming("bounded")
        @Blocking
        void bounded(String payload) throws InterruptedException {
            received.add(payload);
            bounded.await();
        }

        @Incoming("bytes")
        @Blocking
        void bytes(byte[] payload) throws InterruptedException {
            received.add(String.valueOf(payload.length));
            bytes.await();
        }

        @Incoming("shared")
        void shared(String payload) {
            received.add(payload);
        }

        @Incoming("own")
        void own(String payload) {
            throw new IllegalStateException("told to fail");
        }
    }
}
