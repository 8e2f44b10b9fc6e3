package io.quarkiverse.messaging.nats.test.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.messaging.nats.test.TestApp;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.reactive.messaging.health.HealthReport;
import io.smallrye.reactive.messaging.providers.extension.HealthCenter;

/** As many poison messages as may be in flight: the channel says that it is stuck, and recovers with its handler. */
class StuckTest {

    static final int POISON = 1_024;
    static final Duration SOON = Duration.ofSeconds(30);
    static final NatsServer SERVER = NatsServer.of(StuckTest.class);

    @RegisterExtension
    static final QuarkusUnitTest APP = TestApp.on(SERVER, probe -> {
        probe.createStream("stuck", "stuck");
        probe.createStream("crash", "crash");
    }, Handler.class)
            // A thousand failures: SmallRye's word on each, with its stack, would take longer than the test.
            .overrideRuntimeConfigKey("quarkus.log.category.\"io.smallrye.reactive.messaging.provider\".level", "OFF")
            .overrideRuntimeConfigKey("mp.messaging.connector.nats.durable", "app")
            .overrideRuntimeConfigKey("mp.messaging.incoming.stuck.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.stuck.backoff", "1s")
            .overrideRuntimeConfigKey("mp.messaging.incoming.crash.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.crash.backoff", "20ms")
            .overrideRuntimeConfigKey("mp.messaging.incoming.crash.max-deliver", "2")
            .overrideRuntimeConfigKey("mp.messaging.incoming.crash.max-deliver-then", "term")
            .overrideRuntimeConfigKey("mp.messaging.incoming.crash.ack-wait", "300ms")
            .overrideRuntimeConfigKey("mp.messaging.incoming.crash.processing-timeout", "0");

    @Inject
    Handler handler;
    @Inject
    HealthCenter health;

    @Test
    void stuckAndRecovers() {
        try (NatsProbe probe = new NatsProbe(SERVER)) {
            probe.publishAll("stuck", 1, POISON, i -> "poison " + i);
            await().atMost(SOON).until(() -> !readiness("stuck").isOk());
            assertThat(readiness("stuck").getMessage())
                    .contains("stuck: messages that failed and come again take up half of max-in-flight (1024)",
                            "told to fail");
            // A good message behind them does not get through.
            probe.publish("stuck", "good");
            await().during(Duration.ofSeconds(3)).atMost(SOON).until(
                    () -> !readiness("stuck").isOk() && probe.consumer("stuck", "app").getNumAckPending() >= POISON / 2);
            handler.fix();
            await().atMost(SOON).until(() -> readiness("stuck").isOk());
            await().atMost(SOON).until(() -> probe.isDrained("stuck", "app"));
            assertThat(handler.handled()).hasSize(POISON + 1);
        }
    }

    /** The method does not end, as in a process that dies: the server delivers again, and nobody fails. */
    @Test
    void aDeliveryCountAboveMaxDeliverIsShownAndIsNoLastResort() {
        try (NatsProbe probe = new NatsProbe(SERVER)) {
            probe.publish("crash", "hangs");
            await().atMost(SOON).until(() -> probe.consumer("crash", "app").getDelivered().getConsumerSequence() > 3);
            await().atMost(SOON).until(() -> readiness("crash").getMessage() != null);
            assertThat(readiness("crash").getMessage())
                    .contains("1 message(s) here were delivered more often than max-deliver (2), the last is sequence 1");
            assertThat(readiness("crash").isOk()).isTrue();
            assertThat(probe.consumer("crash", "app").getNumAckPending()).isEqualTo(1);
            handler.end();
            await().atMost(SOON).until(() -> probe.isDrained("crash", "app"));
            await().atMost(SOON).until(() -> readiness("crash").getMessage() == null);
        }
    }

    private HealthReport.ChannelInfo readiness(String channel) {
        return health.getReadiness().getChannels().stream().filter(info -> info.getChannel().equals(channel)).findFirst()
                .orElseThrow();
    }

    @ApplicationScoped
    public static class Handler {

        private final AtomicBoolean fixed = new AtomicBoolean();
        private final Set<String> handled = ConcurrentHashMap.newKeySet();
        private final CompletableFuture<Void> hangs = new CompletableFuture<>();

        void fix() {
            fixed.set(true);
        }

        void end() {
            hangs.complete(null);
        }

        Set<String> handled() {
            return handled;
        }

        @Incoming("stuck")
        @NonBlocking
        void stuck(String payload) {
            if (payload.startsWith("poison") && !fixed.get()) {
                throw new IllegalStateException("told to fail");
            }
            handled.add(payload);
        }

        @Incoming("crash")
        CompletionStage<Void> crash(String payload) {
            return hangs;
        }
    }
}
