package io.quarkiverse.messaging.nats.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.ConsumerInfo;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.reactive.messaging.ChannelRegistry;
import io.smallrye.reactive.messaging.providers.extension.HealthCenter;

/** What a channel that the application has paused holds on the server, and who gets the rest. */
class PausedTest {

    static final NatsServer SERVER = NatsServer.of(PausedTest.class);
    static final Duration SOON = Duration.ofSeconds(15);

    @RegisterExtension
    static final QuarkusUnitTest APP = TestApp
            .on(SERVER, probe -> List.of("owned", "shared", "late").forEach(stream -> probe.createStream(stream, stream)),
                    Receiver.class, Received.class)
            .overrideRuntimeConfigKey("mp.messaging.connector.nats.pausable", "true")
            .overrideRuntimeConfigKey("mp.messaging.incoming.owned.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.owned.durable", "app")
            .overrideRuntimeConfigKey("mp.messaging.incoming.owned.ack-wait", "2s")
            .overrideRuntimeConfigKey("mp.messaging.incoming.owned.max-in-flight", "5")
            .overrideRuntimeConfigKey("mp.messaging.incoming.owned.priority-timeout", "2s")
            .overrideRuntimeConfigKey("mp.messaging.incoming.shared.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.shared.durable", "app")
            .overrideRuntimeConfigKey("mp.messaging.incoming.shared.queue-group", "members")
            .overrideRuntimeConfigKey("mp.messaging.incoming.shared.ack-wait", "60s")
            .overrideRuntimeConfigKey("mp.messaging.incoming.late.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.late.durable", "app")
            .overrideRuntimeConfigKey("mp.messaging.incoming.late.pausable.initially-paused", "true")
            .overrideRuntimeConfigKey("mp.messaging.incoming.late.pausable.late-subscription", "true");

    @Inject
    Received received;
    @Inject
    Receiver receiver;
    @Inject
    ChannelRegistry registry;
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
    void anOwnerKeepsItsPinAndWhatItHolds() throws Exception {
        probe.publish("owned", "0");
        await().atMost(SOON).until(() -> probe.isDrained("owned", "app") && received.count() == 1);
        registry.getPausable("owned").pause();
        probe.publishAll("owned", 1, 20, i -> "" + i);
        await().atMost(SOON).until(() -> probe.consumer("owned", "app").getNumAckPending() == 5);
        // More than twice priority-timeout and ack-wait: a stand-by gets nothing, and nothing is delivered again.
        assertThat(standBy(Duration.ofSeconds(5))).isTrue();
        ConsumerInfo held = probe.consumer("owned", "app");
        assertThat(held.getNumAckPending()).as("max-in-flight bounds what arrives").isEqualTo(5);
        assertThat(held.getDelivered().getConsumerSequence()).as("nothing came again").isEqualTo(6);
        assertThat(received.all()).containsExactly("0");
        assertThat(health.getReadiness().isOk()).as("health stays up").isTrue();
        registry.getPausable("owned").resume();
        await().atMost(SOON).until(() -> probe.isDrained("owned", "app"));
        assertThat(received.all()).containsExactlyElementsOf(IntStream.rangeClosed(0, 20).mapToObj(String::valueOf).toList());
        assertThat(probe.consumer("owned", "app").getDelivered().getConsumerSequence()).isEqualTo(21);
    }

    /** @return whether another instance that asks for messages gets none */
    private boolean standBy(Duration time) throws Exception {
        String pull = "{\"batch\":1,\"group\":\"owner\",\"expires\":" + time.toNanos() + "}";
        Message answer = probe.connection().request("$JS.API.CONSUMER.MSG.NEXT.owned.app",
                pull.getBytes(StandardCharsets.US_ASCII), time.plusSeconds(3));
        return answer.isStatusMessage() && answer.getStatus().getCode() == 408;
    }

    @Test
    void aMemberGivesBackWhatItHasNotStartedAndPullsNoMore() throws Exception {
        probe.publishAll("shared", 1, 6, i -> "" + i);
        await().atMost(SOON)
                .until(() -> received.count() == 1 && probe.consumer("shared", "app__members").getNumAckPending() > 1);
        registry.getPausable("shared").pause();
        var other = probe.connection().jetStream().subscribe(null, PullSubscribeOptions.bind("shared", "app__members"));
        // Long before ack-wait.
        assertThat(taken(other, 5)).as("all but the one that runs").hasSize(5);
        await().atMost(SOON).until(() -> probe.consumer("shared", "app__members").getNumAckPending() == 1);
        receiver.gate().countDown();
        await().atMost(SOON).until(() -> probe.isDrained("shared", "app__members"));
        probe.publishAll("shared", 7, 30, i -> "" + i);
        // What is asked for already comes and goes back; then nobody asks any more, and nothing is delivered.
        AtomicLong delivered = new AtomicLong();
        await().atMost(SOON).pollInterval(Duration.ofMillis(500)).until(() -> {
            long now = probe.consumer("shared", "app__members").getDelivered().getConsumerSequence();
            return now == delivered.getAndSet(now);
        });
        assertThat(taken(other, 24)).as("what was published meanwhile").hasSize(24);
        await().atMost(SOON).until(() -> probe.isDrained("shared", "app__members"));
        assertThat(received.all()).hasSize(1);
        assertThat(health.getReadiness().isOk()).as("health stays up").isTrue();
        registry.getPausable("shared").resume();
        other.unsubscribe();
        probe.publish("shared", "after");
        await().atMost(SOON).until(() -> received.all().contains("after"));
        await().atMost(SOON).until(() -> probe.isDrained("shared", "app__members"));
    }

    private static Set<String> taken(JetStreamSubscription subscription, int count) throws Exception {
        Set<String> taken = new TreeSet<>();
        long end = System.nanoTime() + SOON.toNanos();
        while (taken.size() < count && System.nanoTime() < end) {
            for (Message message : subscription.fetch(count - taken.size(), Duration.ofMillis(500))) {
                message.ackSync(Duration.ofSeconds(5));
                taken.add(new String(message.getData(), StandardCharsets.UTF_8));
            }
        }
        return taken;
    }

    @Test
    void aChannelThatNobodyMayTakeYetIsReady() {
        probe.publish("late", "l");
        await().atMost(SOON).until(() -> health.getReadiness().isOk() && health.getStartup().isOk());
        assertThat(received.all()).isEmpty();
        registry.getPausable("late").resume();
        await().atMost(SOON).until(() -> probe.isDrained("late", "app"));
        assertThat(received.all()).containsExactly("l");
    }

    @ApplicationScoped
    public static class Receiver {

        @Inject
        Received received;

        private final CountDownLatch gate = new CountDownLatch(1);

        public CountDownLatch gate() {
            return gate;
        }

        @Incoming("owned")
        void owned(String payload) {
            received.add(payload);
        }

        @Incoming("shared")
        @Blocking
        void shared(String payload) throws InterruptedException {
            received.add(payload);
            gate.await(30, TimeUnit.SECONDS);
        }

        @Incoming("late")
        void late(String payload) {
            received.add(payload);
        }
    }
}
