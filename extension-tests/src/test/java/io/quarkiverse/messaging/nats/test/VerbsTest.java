package io.quarkiverse.messaging.nats.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.messaging.nats.IncomingNatsMetadata;
import io.quarkiverse.messaging.nats.NatsAcknowledgement;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkiverse.messaging.nats.testing.NeedsServer;
import io.quarkus.test.QuarkusUnitTest;

/**
 * Each verb of {@link NatsAcknowledgement}, by what the server then holds. The methods have ended; ack-wait is longer than what
 * a test waits for.
 */
class VerbsTest {

    static final NatsServer SERVER = NatsServer.of(VerbsTest.class);
    static final Duration SOON = Duration.ofSeconds(15);
    static final List<String> STREAMS = List.of("ack", "nak", "term", "progress", "confirm", "confirm-all");

    @RegisterExtension
    static final QuarkusUnitTest APP = TestApp
            .on(SERVER, probe -> STREAMS.forEach(stream -> probe.createStream(stream, stream)), Receiver.class, AckWire.class,
                    AckWire.Word.class)
            .overrideRuntimeConfigKey("mp.messaging.connector.nats.durable", "app")
            .overrideRuntimeConfigKey("mp.messaging.connector.nats.manual-ack", "true")
            .overrideRuntimeConfigKey("mp.messaging.incoming.ack.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.nak.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.term.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.progress.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.progress.ack-wait", "3s")
            .overrideRuntimeConfigKey("mp.messaging.incoming.confirm.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.confirm-all.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.confirm-all.ack-confirm", "true");

    @Inject
    Receiver receiver;

    NatsProbe probe;

    @BeforeEach
    void connect() {
        probe = new NatsProbe(SERVER);
    }

    @AfterEach
    void disconnect() {
        probe.close();
    }

    @Test
    void ackSettles() {
        take("ack").ack().toCompletableFuture().join();
        await().atMost(SOON).until(() -> probe.isDrained("ack", "app"));
        assertThat(deliveries("ack")).isEqualTo(1);
    }

    @Test
    void nakAsksAgainAfterItsDelay() {
        NatsAcknowledgement first = take("nak");
        long before = System.nanoTime();
        first.nak(Duration.ofSeconds(2)).toCompletableFuture().join();
        await().atMost(SOON).until(() -> deliveries("nak") == 2);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isBetween(Duration.ofMillis(1900), Duration.ofSeconds(15));
        await().atMost(SOON).until(() -> receiver.held("nak") != first);
        receiver.held("nak").nak(Duration.ZERO);
        await().atMost(SOON).until(() -> deliveries("nak") == 3);
        assertThat(probe.consumer("nak", "app").getNumAckPending()).isEqualTo(1);
    }

    @Test
    @NeedsServer(value = "2.10.4", why = "the reason of a term")
    void termEndsItWithTheReason() throws Exception {
        List<String> advisories = new CopyOnWriteArrayList<>();
        probe.connection().createDispatcher(message -> advisories.add(new String(message.getData(), StandardCharsets.UTF_8)))
                .subscribe("$JS.EVENT.ADVISORY.CONSUMER.MSG_TERMINATED.term.app");
        probe.connection().flush(SOON);
        take("term").term("not\nwanted").toCompletableFuture().join();
        await().atMost(SOON).until(() -> probe.isDrained("term", "app"));
        await().atMost(SOON).until(() -> advisories.size() == 1);
        assertThat(advisories.get(0)).contains("\"reason\":\"not wanted\"");
        assertThat(deliveries("term")).isEqualTo(1);
    }

    @Test
    void inProgressPutsOffTheNextDelivery() {
        NatsAcknowledgement one = take("progress");
        await().during(Duration.ofSeconds(6)).atMost(SOON).pollInterval(Duration.ofMillis(200)).until(() -> {
            one.inProgress();
            return deliveries("progress") == 1;
        });
        assertThat(probe.consumer("progress", "app").getNumAckPending()).isEqualTo(1);
        await().atMost(SOON).until(() -> deliveries("progress") > 1);
    }

    @Test
    void ackConfirmedEndsWhenItIsSettled() throws Exception {
        AckWire wire = new AckWire(probe, "confirm");
        take("confirm").ackConfirmed().toCompletableFuture().join();
        assertThat(probe.isDrained("confirm", "app")).isTrue();
        await().atMost(SOON).untilAsserted(() -> assertThat(wire.acks()).containsExactly(new AckWire.Word(1, "+ACK", true)));
    }

    @Test
    void ackIsConfirmedWhereTheChannelSaysSo() throws Exception {
        AckWire wire = new AckWire(probe, "confirm-all");
        take("confirm-all").ack().toCompletableFuture().join();
        assertThat(probe.isDrained("confirm-all", "app")).isTrue();
        await().atMost(SOON).untilAsserted(() -> assertThat(wire.acks()).containsExactly(new AckWire.Word(1, "+ACK", true)));
    }

    private NatsAcknowledgement take(String channel) {
        probe.publish(channel, channel);
        await().atMost(SOON).until(() -> receiver.held(channel) != null);
        return receiver.held(channel);
    }

    private long deliveries(String channel) {
        return probe.consumer(channel, "app").getDelivered().getConsumerSequence();
    }

    @ApplicationScoped
    public static class Receiver {

        final Map<String, NatsAcknowledgement> held = new ConcurrentHashMap<>();

        NatsAcknowledgement held(String channel) {
            return held.get(channel);
        }

        @Incoming("ack")
        void ack(String payload, NatsAcknowledgement by, IncomingNatsMetadata metadata) {
            held.put(payload, by);
        }

        @Incoming("nak")
        void nak(String payload, NatsAcknowledgement by, IncomingNatsMetadata metadata) {
            held.put(payload, by);
        }

        @Incoming("term")
        void term(String payload, NatsAcknowledgement by, IncomingNatsMetadata metadata) {
            held.put(payload, by);
        }

        @Incoming("progress")
        void progress(String payload, NatsAcknowledgement by, IncomingNatsMetadata metadata) {
            held.put(payload, by);
        }

        @Incoming("confirm")
        void confirm(String payload, NatsAcknowledgement by, IncomingNatsMetadata metadata) {
            held.put(payload, by);
        }

        @Incoming("confirm-all")
        void confirmAll(String payload, NatsAcknowledgement by, IncomingNatsMetadata metadata) {
            held.put(payload, by);
        }
    }
}
