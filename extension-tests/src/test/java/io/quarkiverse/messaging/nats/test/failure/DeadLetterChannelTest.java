package io.quarkiverse.messaging.nats.test.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.FileNotFoundException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamInfo;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import io.quarkiverse.messaging.nats.IncomingNatsMetadata;
import io.quarkiverse.messaging.nats.NatsAcknowledgement;
import io.quarkiverse.messaging.nats.test.Received;
import io.quarkiverse.messaging.nats.test.TestApp;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.reactive.messaging.health.HealthReport;
import io.smallrye.reactive.messaging.providers.extension.HealthCenter;

/** The last resort: when it is taken, what a dead letter carries, and that it is stored before the original is settled. */
class DeadLetterChannelTest {

    static final Duration SOON = Duration.ofSeconds(20);
    static final NatsServer SERVER = NatsServer.of(DeadLetterChannelTest.class);

    @RegisterExtension
    static final QuarkusUnitTest APP = TestApp.on(SERVER, DeadLetterChannelTest::streams, Handler.class, Received.class,
            Order.class, Hopeless.class)
            .overrideRuntimeConfigKey("mp.messaging.connector.nats.durable", "app")
            .overrideRuntimeConfigKey("mp.messaging.connector.nats.backoff", "50ms")
            .overrideRuntimeConfigKey("mp.messaging.incoming.third.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.third.max-deliver", "3")
            .overrideRuntimeConfigKey("mp.messaging.incoming.third.dead-letter-subject", "dead.third")
            .overrideRuntimeConfigKey("mp.messaging.incoming.term.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.term.max-deliver", "2")
            .overrideRuntimeConfigKey("mp.messaging.incoming.term.max-deliver-then", "term")
            .overrideRuntimeConfigKey("mp.messaging.incoming.term.dead-letter-subject", "dead.term")
            .overrideRuntimeConfigKey("mp.messaging.incoming.stop.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.stop.max-deliver", "2")
            .overrideRuntimeConfigKey("mp.messaging.incoming.stop.max-deliver-then", "fail")
            .overrideRuntimeConfigKey("mp.messaging.incoming.stop.max-in-flight", "1")
            .overrideRuntimeConfigKey("mp.messaging.incoming.hopeless.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.hopeless.non-retryable",
                    "java.io.IOException, " + Hopeless.class.getName())
            .overrideRuntimeConfigKey("mp.messaging.incoming.hopeless.dead-letter-subject", "dead.hopeless")
            .overrideRuntimeConfigKey("mp.messaging.incoming.json.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.json.dead-letter-subject", "dead.json")
            .overrideRuntimeConfigKey("mp.messaging.incoming.json.failure-strategy", "fail")
            .overrideRuntimeConfigKey("mp.messaging.incoming.by-hand.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.by-hand.manual-ack", "true")
            .overrideRuntimeConfigKey("mp.messaging.incoming.by-hand.dead-letter-subject", "dead.by-hand")
            .overrideRuntimeConfigKey("mp.messaging.incoming.large.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.large.failure-strategy", "dead-letter")
            .overrideRuntimeConfigKey("mp.messaging.incoming.large.dead-letter-subject", "dead.large")
            // No stream stores it: in tests it is created.
            .overrideRuntimeConfigKey("mp.messaging.incoming.created.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.created.failure-strategy", "dead-letter")
            .overrideRuntimeConfigKey("mp.messaging.incoming.created.dead-letter-subject", "put.aside");

    static void streams(NatsProbe probe) {
        for (String stream : List.of("third", "term", "stop", "hopeless", "json", "by-hand", "large", "created")) {
            probe.createStream(stream, stream);
            if (!stream.equals("created")) {
                probe.createStream("dead-" + stream, "dead." + stream);
            }
        }
    }

    @Inject
    Received received;
    @Inject
    Handler handler;
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
    void atMaxDeliverItIsPutAsideWithItsHeadersAndTheReason() throws Exception {
        probe.publish("third", "good");
        probe.connection().jetStream().publish(NatsMessage.builder().subject("third").data("poison")
                .headers(new Headers().add("Trace", "t1", "t2").add("Nats-Msg-Id", "mine")).build());
        await().atMost(SOON).until(() -> probe.isDrained("third", "app") && probe.messages("dead-third") == 1);
        assertThat(received.all()).containsExactly("good 1", "poison 1", "poison 2", "poison 3");
        MessageInfo letter = probe.message("dead-third", 1);
        StreamInfo stream = probe.management().getStreamInfo("third");
        Headers headers = letter.getHeaders();
        assertThat(letter.getData()).asString(StandardCharsets.UTF_8).isEqualTo("poison");
        assertThat(headers.get("Trace")).containsExactly("t1", "t2");
        assertThat(headers.getFirst("Dead-Letter-Original-Nats-Msg-Id")).isEqualTo("mine");
        assertThat(headers.getFirst("Dead-Letter-Subject")).isEqualTo("third");
        assertThat(headers.getFirst("Dead-Letter-Stream")).isEqualTo("third");
        assertThat(headers.getFirst("Dead-Letter-Sequence")).isEqualTo("2");
        assertThat(headers.getFirst("Dead-Letter-Timestamp"))
                .isEqualTo(probe.message("third", 2).getTime().toInstant().toString());
        assertThat(headers.getFirst("Dead-Letter-Delivery-Count")).isEqualTo("3");
        assertThat(headers.getFirst("Dead-Letter-Exception")).isEqualTo("java.lang.IllegalStateException");
        assertThat(headers.getFirst("Dead-Letter-Message")).isEqualTo("told to fail: poison over two lines");
        assertThat(headers.getFirst("Nats-Msg-Id")).startsWith("dead-letter:third:"
                + stream.getCreateTime().toEpochSecond() + ".").endsWith(":app:2");
        assertThat(probe.consumer("third", "app").getConsumerConfiguration().getMaxDeliver()).isEqualTo(-1);
    }

    @Test
    void maxDeliverThenTermPutsNothingAside() {
        probe.publish("term", "poison");
        await().atMost(SOON).until(() -> probe.isDrained("term", "app"));
        assertThat(received.all()).containsExactly("poison 1", "poison 2");
        assertThat(probe.messages("dead-term")).isZero();
    }

    @Test
    void maxDeliverThenFailStopsTheChannel() {
        probe.publish("stop", "poison");
        probe.publish("stop", "after it");
        await().atMost(SOON).until(() -> notReady("stop") != null && notReady("stop").contains("stopped"));
        assertThat(notReady("stop")).contains("stopped by max-deliver-then=fail at sequence 1");
        assertThat(received.all()).containsExactly("poison 1", "poison 2");
        assertThat(probe.consumer("stop", "app").getNumAckPending()).isEqualTo(1);
    }

    @Test
    void nonRetryableIsPutAsideAtTheFirstFailure() {
        probe.publish("hopeless", "subclass as cause");
        probe.publish("hopeless", "of the application");
        probe.publish("hopeless", "retry");
        await().atMost(SOON).until(() -> probe.messages("dead-hopeless") == 2);
        await().atMost(SOON).until(() -> probe.isDrained("hopeless", "app"));
        assertThat(received.all()).containsExactly("subclass as cause 1", "of the application 1", "retry 1",
                "retry 2");
    }

    @Test
    void whatCannotBeReadIsPutAsideWithAnyStrategyAndTheChannelGoesOn() {
        probe.publish("json", "this is no JSON");
        probe.publish("json", "{\"id\":\"a\"}");
        await().atMost(SOON).until(() -> received.all().contains("a"));
        await().atMost(SOON).until(() -> probe.isDrained("json", "app"));
        MessageInfo letter = probe.message("dead-json", 1);
        assertThat(letter.getData()).asString(StandardCharsets.UTF_8).isEqualTo("this is no JSON");
        assertThat(letter.getHeaders().getFirst("Dead-Letter-Message")).contains("can't be read as")
                .doesNotContain("this is no JSON");
        assertThat(probe.consumer("json", "app").getDelivered().getConsumerSequence()).isEqualTo(2);
    }

    @Test
    void byHandWhatCannotBeReadIsPutAsideToo() {
        probe.publish("by-hand", "this is no JSON");
        await().atMost(SOON).until(() -> probe.messages("dead-by-hand") == 1);
        await().atMost(SOON).until(() -> probe.isDrained("by-hand", "app"));
    }

    @Test
    void aLetterThatIsLargerThanTheServerTakesLeavesTheOriginalUnsettled() {
        int most = (int) probe.connection().getMaxPayload();
        probe.publish("large", "x".repeat(most - 10));
        probe.publish("large", "small");
        await().atMost(SOON).until(() -> probe.messages("dead-large") == 1);
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(probe.consumer("large", "app").getNumAckPending()).isEqualTo(1);
            assertThat(probe.consumer("large", "app").getDelivered().getConsumerSequence()).isGreaterThan(3);
        });
        assertThat(SERVER.log()).doesNotContain("maximum payload exceeded");
    }

    @Test
    void theMissingStreamIsCreatedInDevelopment() {
        probe.publish("created", "poison");
        await().atMost(SOON).until(() -> probe.messages("put_aside") == 1);
    }

    private String notReady(String channel) {
        return health.getReadiness().getChannels().stream().filter(info -> info.getChannel().equals(channel) && !info.isOk())
                .map(HealthReport.ChannelInfo::getMessage).findFirst().orElse(null);
    }

    public static class Hopeless extends RuntimeException {
    }

    public record Order(String id) {
    }

    @ApplicationScoped
    public static class Handler {

        @Inject
        Received received;

        private void handle(String payload, IncomingNatsMetadata metadata) {
            received.add(payload + " " + metadata.deliveryCount());
            if (payload.startsWith("poison")) {
                throw new IllegalStateException("told to fail:\r\n" + payload + "\nover two lines");
            }
        }

        @Incoming("third")
        void third(String payload, IncomingNatsMetadata metadata) {
            handle(payload, metadata);
        }

        @Incoming("term")
        void term(String payload, IncomingNatsMetadata metadata) {
            handle(payload, metadata);
        }

        @Incoming("stop")
        void stop(String payload, IncomingNatsMetadata metadata) {
            handle(payload, metadata);
        }

        @Incoming("hopeless")
        void hopeless(String payload, IncomingNatsMetadata metadata) {
            handle(payload, metadata);
            if (payload.equals("subclass as cause")) {
                throw new IllegalStateException(new FileNotFoundException("hopeless"));
            } else if (payload.equals("of the application")) {
                throw new Hopeless();
            } else if (metadata.deliveryCount() == 1) {
                throw new IllegalStateException("try again");
            }
        }

        @Incoming("json")
        void json(Order order) {
            received.add(order.id());
        }

        @Incoming("by-hand")
        CompletionStage<Void> byHand(Order order, NatsAcknowledgement ack) {
            return CompletableFuture.completedStage(null);
        }

        @Incoming("large")
        void large(String payload) {
            throw new IllegalStateException("told to fail");
        }

        @Incoming("created")
        void created(String payload) {
            throw new IllegalStateException("told to fail");
        }
    }
}
