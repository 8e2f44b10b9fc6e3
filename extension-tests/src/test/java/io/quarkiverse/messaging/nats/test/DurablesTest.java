package io.quarkiverse.messaging.nats.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.nats.client.api.ConsumerConfiguration;
import io.quarkiverse.messaging.nats.NatsDurables;
import io.quarkiverse.messaging.nats.testing.CuttableProxy;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.reactive.messaging.health.HealthReport;
import io.smallrye.reactive.messaging.providers.extension.HealthCenter;

/** A durable goes by a deliberate call only, and then for good. */
class DurablesTest {

    static final NatsServer SERVER = NatsServer.of(DurablesTest.class);
    static final Duration SOON = Duration.ofSeconds(15);

    @RegisterExtension
    static final QuarkusUnitTest APP = TestApp
            .on(SERVER, probe -> List.of("gone", "kept", "own").forEach(stream -> probe.createStream(stream, stream)),
                    Receiver.class, Received.class)
            .overrideConfigKey("quarkus.messaging.nats.servers", CuttableProxy.urlOf(DurablesTest.class, SERVER))
            .overrideRuntimeConfigKey("quarkus.messaging.nats.reconnect-wait", "50ms")
            .overrideRuntimeConfigKey("mp.messaging.incoming.gone.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.gone.durable", "app")
            .overrideRuntimeConfigKey("mp.messaging.incoming.kept.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.kept.durable", "app")
            .overrideRuntimeConfigKey("mp.messaging.incoming.kept.queue-group", "members")
            .overrideRuntimeConfigKey("mp.messaging.incoming.own.connector", "nats");

    @Inject
    NatsDurables durables;
    @Inject
    Received received;
    @Inject
    Receiver receiver;
    @Inject
    HealthCenter health;

    @Test
    void theDurableOfAChannel() {
        try (NatsProbe probe = new NatsProbe(SERVER)) {
            probe.publishAll("gone", 1, 3, i -> "g" + i);
            await().atMost(SOON).until(() -> received.count() == 1);
            var deleted = durables.delete("gone").subscribeAsCompletionStage();
            // What runs ends first, and its ack is sent before the durable goes.
            await().during(Duration.ofMillis(300)).until(() -> probe.consumer("gone", "app") != null);
            receiver.gate().countDown();
            assertThat(deleted.orTimeout(15, TimeUnit.SECONDS).join()).isTrue();
            assertThat(probe.consumer("gone", "app")).isNull();
            assertThat(notReady()).contains("gone: QNATS0866: its durable `app` was deleted by the application");
            CuttableProxy.cut(DurablesTest.class);
            probe.publish("kept", "k");
            await().atMost(SOON).until(() -> received.all().contains("k"));
            await().during(Duration.ofSeconds(1)).until(() -> probe.consumer("gone", "app") == null);
            assertThat(received.all()).containsExactly("g1", "k");
            assertThatThrownBy(() -> durables.delete("gone").await().atMost(SOON))
                    .hasMessageContaining("Channel `gone`: its durable is not bound to the server");
        }
    }

    private List<String> notReady() {
        return health.getReadiness().getChannels().stream().filter(info -> !info.isOk())
                .map((HealthReport.ChannelInfo info) -> info.getChannel() + ": " + info.getMessage().split(";")[0]).toList();
    }

    @Test
    void aDurableOfNobody() throws Exception {
        try (NatsProbe probe = new NatsProbe(SERVER)) {
            probe.management().createConsumer("kept", ConsumerConfiguration.builder().durable("old").build());
            assertThat(durables.delete("kept", "old").await().atMost(SOON)).isTrue();
            assertThat(probe.consumer("kept", "old")).isNull();
            assertThat(durables.delete("kept", "old").await().atMost(SOON)).as("there is none").isFalse();
            assertThat(durables.delete("nowhere", "old").await().atMost(SOON)).as("there is no stream").isFalse();
        }
    }

    @Test
    void mistakes() {
        try (NatsProbe probe = new NatsProbe(SERVER)) {
            assertThatThrownBy(() -> durables.delete("kept", "app__members").await().atMost(SOON))
                    .hasMessage("QNATS0865: the durable `app__members` on stream `kept` is that of the channel `kept`, which "
                            + "would create it again; delete it by the name of the channel");
            assertThat(probe.consumer("kept", "app__members")).isNotNull();
            for (String channel : List.of("own", "nothing")) {
                assertThatThrownBy(() -> durables.delete(channel).await().atMost(SOON))
                        .hasMessage("QNATS0863: Channel `" + channel + "`: no incoming channel of this name has a `durable` to "
                                + "be deleted; name one of [gone, kept]");
            }
            assertThat(probe.consumers("own")).hasSize(1);
        }
    }

    @ApplicationScoped
    public static class Receiver {

        @Inject
        Received received;

        private final CountDownLatch gate = new CountDownLatch(1);

        public CountDownLatch gate() {
            return gate;
        }

        @Incoming("gone")
        @Blocking
        void gone(String payload) throws InterruptedException {
            received.add(payload);
            gate.await(30, TimeUnit.SECONDS);
        }

        @Incoming("kept")
        void kept(String payload) {
            received.add(payload);
        }

        @Incoming("own")
        void own(String payload) {
            received.add(payload);
        }
    }
}
