package io.quarkiverse.messaging.nats.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.common.annotation.RunOnVirtualThread;

/** A method on virtual threads: as many at once as messages may be in flight. */
@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualThreadTest {

    static final int COUNT = 8;
    static final NatsServer SERVER = NatsServer.of(VirtualThreadTest.class);
    static final Duration SOON = Duration.ofSeconds(15);

    @RegisterExtension
    static final QuarkusUnitTest APP = TestApp.on(SERVER, probe -> probe.createStream("virtual", "virtual"), Receiver.class,
            Received.class)
            .overrideRuntimeConfigKey("mp.messaging.incoming.virtual.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.virtual.durable", "app")
            .overrideRuntimeConfigKey("mp.messaging.incoming.virtual.max-in-flight", "" + COUNT);

    @Inject
    Received received;

    @Test
    void eachMessageHasAThreadOfItsOwn() {
        try (NatsProbe probe = new NatsProbe(SERVER)) {
            probe.publishAll("virtual", 1, COUNT, i -> "v" + i);
            await().atMost(SOON).until(() -> received.count() == COUNT);
            await().atMost(SOON).until(() -> probe.isDrained("virtual", "app"));
            assertThat(received.all()).containsOnly("true");
            assertThat(probe.consumer("virtual", "app").getDelivered().getConsumerSequence()).isEqualTo(COUNT);
        }
    }

    @ApplicationScoped
    public static class Receiver {

        @Inject
        Received received;

        private final CyclicBarrier together = new CyclicBarrier(COUNT);

        @Incoming("virtual")
        @RunOnVirtualThread
        void receive(String payload) throws Exception {
            together.await(10, TimeUnit.SECONDS);
            // Java 17 has no name for it.
            received.add(Thread.class.getMethod("isVirtual").invoke(Thread.currentThread()).toString());
        }
    }
}
