package io.quarkiverse.messaging.nats.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.nats.client.api.ConsumerInfo;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.reactive.messaging.annotations.Blocking;

/**
 * A method with a worker pool of its own, in the middle of its work when the application stops: Quarkus ends the pool early.
 */
class StopWithPoolTest {

    static final NatsServer SERVER = NatsServer.of(StopWithPoolTest.class);
    static final int COUNT = 50;

    @RegisterExtension
    static final QuarkusUnitTest APP = TestApp.on(SERVER, probe -> probe.createStream("pool", "pool"), Receiver.class,
            Received.class)
            .overrideRuntimeConfigKey("mp.messaging.incoming.pool.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.pool.durable", "app")
            .overrideRuntimeConfigKey("smallrye.messaging.worker.own.max-concurrency", "1")
            // One that counted as failed would be settled.
            .overrideRuntimeConfigKey("mp.messaging.incoming.pool.failure-strategy", "ignore")
            .setAfterUndeployListener(StopWithPoolTest::everythingUpToTheLastHandledIsSettled);

    @Inject
    Received received;

    @Test
    void isAskedToStopInTheMiddle() {
        try (NatsProbe probe = new NatsProbe(SERVER)) {
            probe.publishAll("pool", 1, COUNT, i -> "m" + i);
        }
        await().atMost(Duration.ofSeconds(15)).until(() -> received.count() >= 3);
    }

    static void everythingUpToTheLastHandledIsSettled() {
        try (NatsProbe probe = new NatsProbe(SERVER)) {
            ConsumerInfo consumer = probe.consumer("pool", "app");
            long settled = consumer.getAckFloor().getStreamSequence();
            assertThat(settled).isBetween(3L, COUNT - 1L);
            assertThat(consumer.getNumAckPending()).as("what is above the floor is given back, none of it settled")
                    .isEqualTo(consumer.getDelivered().getStreamSequence() - settled);
        }
    }

    @ApplicationScoped
    public static class Receiver {

        @Inject
        Received received;

        @Incoming("pool")
        @Blocking("own")
        void receive(String payload) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            received.add(payload);
        }
    }
}
