package io.quarkiverse.messaging.nats.test.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.nats.client.PublishOptions;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.quarkiverse.messaging.nats.test.Received;
import io.quarkiverse.messaging.nats.test.TestApp;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkiverse.messaging.nats.testing.NeedsServer;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.common.annotation.Blocking;

/** What is older than it may be is settled and not processed. */
class ExpireTest {

    static final Duration SOON = Duration.ofSeconds(20);
    static final NatsServer SERVER = NatsServer.of(ExpireTest.class);

    @RegisterExtension
    static final QuarkusUnitTest APP = TestApp.on(SERVER, probe -> {
        probe.createStream("old", "old");
        probe.createStream(StreamConfiguration.builder().name("ttl").subjects("ttl").storageType(StorageType.File)
                .allowMessageTtl().build());
    }, Handler.class, Received.class)
            .overrideRuntimeConfigKey("mp.messaging.connector.nats.durable", "app")
            .overrideRuntimeConfigKey("mp.messaging.incoming.old.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.old.expire-after", "2s")
            .overrideRuntimeConfigKey("mp.messaging.incoming.old.backoff", "3s")
            .overrideRuntimeConfigKey("mp.messaging.incoming.ttl.connector", "nats");

    @Inject
    Received received;
    @Inject
    Handler handler;

    @Test
    void olderThanExpireAfter() {
        try (NatsProbe probe = new NatsProbe(SERVER)) {
            // Its retry comes too late.
            probe.publish("old", "fail");
            await().atMost(SOON).until(() -> received.all().contains("fail"));
            await().atMost(SOON).until(() -> probe.isDrained("old", "app"));
            assertThat(probe.consumer("old", "app").getDelivered().getConsumerSequence()).isEqualTo(2);
            probe.publish("old", "in time");
            await().atMost(SOON).until(() -> received.all().contains("in time"));
            assertThat(received.all()).filteredOn(one -> one.equals("fail")).hasSize(1);
            assertThat(probe.messages("old")).isEqualTo(2);
        }
    }

    @Test
    @NeedsServer(value = "2.11", why = "the time to live of a message")
    void itsOwnTimeIsOver() throws Exception {
        try (NatsProbe probe = new NatsProbe(SERVER)) {
            probe.publish("ttl", "first");
            await().atMost(SOON).until(() -> received.all().contains("first"));
            // The server has sent it, and it waits here behind the first.
            probe.connection().jetStream().publish("ttl", "short-lived".getBytes(),
                    PublishOptions.builder().messageTtlSeconds(1).build());
            probe.publish("ttl", "last");
            await().atMost(SOON).until(() -> probe.consumer("ttl", "app").getNumAckPending() == 3);
            await().atMost(SOON).until(() -> probe.messages("ttl") == 2);
            handler.go().countDown();
            await().atMost(SOON).until(() -> received.all().contains("last"));
            assertThat(received.all()).doesNotContain("short-lived");
            await().atMost(SOON).until(() -> probe.isDrained("ttl", "app"));
        }
    }

    @ApplicationScoped
    public static class Handler {

        private final CountDownLatch go = new CountDownLatch(1);

        @Inject
        Received received;

        CountDownLatch go() {
            return go;
        }

        @Incoming("old")
        void old(String payload) {
            received.add(payload);
            if (payload.equals("fail")) {
                throw new IllegalStateException("told to fail");
            }
        }

        @Incoming("ttl")
        @Blocking
        void ttl(String payload) throws InterruptedException {
            received.add(payload);
            go.await();
        }
    }
}
