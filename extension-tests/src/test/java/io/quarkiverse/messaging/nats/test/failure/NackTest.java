package io.quarkiverse.messaging.nats.test.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.messaging.nats.IncomingNatsMetadata;
import io.quarkiverse.messaging.nats.NatsNack;
import io.quarkiverse.messaging.nats.test.Received;
import io.quarkiverse.messaging.nats.test.TestApp;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.reactive.messaging.health.HealthReport;
import io.smallrye.reactive.messaging.providers.extension.HealthCenter;

/** One nack says what becomes of its message, on channels whose settings say something else. */
class NackTest {

    static final Duration SOON = Duration.ofSeconds(20);
    static final NatsServer SERVER = NatsServer.of(NackTest.class);

    @RegisterExtension
    static final QuarkusUnitTest APP = TestApp.on(SERVER, probe -> {
        for (String stream : List.of("again", "ends", "stops", "kept", "none", "dead")) {
            probe.createStream(stream, stream);
        }
    }, Handler.class, Received.class)
            .overrideRuntimeConfigKey("mp.messaging.connector.nats.durable", "app")
            // Would terminate at once.
            .overrideRuntimeConfigKey("mp.messaging.incoming.again.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.again.failure-strategy", "term")
            .overrideRuntimeConfigKey("mp.messaging.incoming.again.backoff", "10ms,600ms")
            // Would deliver again in an hour.
            .overrideRuntimeConfigKey("mp.messaging.incoming.ends.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.ends.backoff", "1h")
            .overrideRuntimeConfigKey("mp.messaging.incoming.ends.dead-letter-subject", "dead")
            .overrideRuntimeConfigKey("mp.messaging.incoming.stops.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.kept.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.kept.fail-health", "readiness")
            .overrideRuntimeConfigKey("mp.messaging.incoming.none.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.none.failure-strategy", "ignore");

    @Inject
    Received received;
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
    void redeliverComesAgainAfterItsDelay() {
        long begin = System.nanoTime();
        probe.publish("again", "delay");
        await().atMost(SOON).until(() -> received.all().contains("delay 2"));
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(Duration.ofMillis(400), Duration.ofSeconds(10));
        await().atMost(SOON).until(() -> probe.isDrained("again", "app"));
    }

    @Test
    void redeliverWithoutADelayTakesTheBackoff() {
        probe.publish("again", "backoff");
        await().atMost(SOON).until(() -> received.all().contains("backoff 2"));
        long second = System.nanoTime();
        await().atMost(SOON).until(() -> received.all().contains("backoff 3"));
        // The second delay: 600 ms, where the default is 5 s.
        assertThat(Duration.ofNanos(System.nanoTime() - second)).isBetween(Duration.ofMillis(300), Duration.ofSeconds(4));
        await().atMost(SOON).until(() -> probe.isDrained("again", "app"));
    }

    @Test
    void termIgnoreAndDeadLetterSettleAtOnce() {
        probe.publish("ends", "term");
        probe.publish("ends", "ignore");
        await().atMost(SOON).until(() -> received.count() == 2 && probe.isDrained("ends", "app"));
        assertThat(probe.messages("dead")).isZero();
        probe.publish("ends", "dead-letter");
        await().atMost(SOON).until(() -> probe.messages("dead") == 1 && probe.isDrained("ends", "app"));
        assertThat(received.all()).containsExactly("term 1", "ignore 1", "dead-letter 1");
    }

    @Test
    void failStops() {
        probe.publish("stops", "fail");
        probe.publish("stops", "after it");
        await().atMost(SOON).until(() -> notAlive("stops") != null);
        assertThat(notAlive("stops")).contains("stopped by NatsNack.fail() at sequence 1");
        assertThat(probe.consumer("stops", "app").getAckFloor().getStreamSequence()).isZero();
    }

    @Test
    void failedAndReadinessOnlyIsStillAlive() {
        probe.publish("kept", "fail");
        await().atMost(SOON).until(() -> health.getReadiness().getChannels().stream()
                .anyMatch(info -> info.getChannel().equals("kept") && !info.isOk()
                        && info.getMessage().contains("stopped by NatsNack.fail() at sequence 1")));
        assertThat(notAlive("kept")).isNull();
        assertThat(health.getStartup().getChannels())
                .anyMatch(info -> info.getChannel().equals("kept") && info.isOk());
        assertThat(probe.consumer("kept", "app").getAckFloor().getStreamSequence()).isZero();
    }

    @Test
    void deadLetterWithoutASubjectIsUpToTheStrategy() {
        probe.publish("none", "dead-letter");
        await().atMost(SOON).until(() -> received.count() == 1 && probe.isDrained("none", "app"));
    }

    private String notAlive(String channel) {
        return health.getLiveness().getChannels().stream().filter(info -> info.getChannel().equals(channel) && !info.isOk())
                .map(HealthReport.ChannelInfo::getMessage).findFirst().orElse(null);
    }

    @ApplicationScoped
    public static class Handler {

        @Inject
        Received received;

        private CompletionStage<Void> handle(Message<String> message) {
            long delivery = message.getMetadata(IncomingNatsMetadata.class).orElseThrow().deliveryCount();
            received.add(message.getPayload() + " " + delivery);
            NatsNack nack = switch (message.getPayload()) {
                case "delay" -> delivery == 1 ? NatsNack.redeliver(Duration.ofMillis(500)) : null;
                case "backoff" -> delivery <= 2 ? NatsNack.redeliver() : null;
                case "term" -> NatsNack.term();
                case "ignore" -> NatsNack.ignore();
                case "dead-letter" -> NatsNack.deadLetter();
                case "fail" -> NatsNack.fail();
                default -> null;
            };
            return nack == null ? message.ack()
                    : message.nack(new IllegalStateException("told to fail"), Metadata.of(nack));
        }

        @Incoming("again")
        CompletionStage<Void> again(Message<String> message) {
            return handle(message);
        }

        @Incoming("ends")
        CompletionStage<Void> ends(Message<String> message) {
            return handle(message);
        }

        @Incoming("stops")
        CompletionStage<Void> stops(Message<String> message) {
            return handle(message);
        }

        @Incoming("kept")
        CompletionStage<Void> kept(Message<String> message) {
            return handle(message);
        }

        @Incoming("none")
        CompletionStage<Void> none(Message<String> message) {
            return handle(message);
        }
    }
}
