package io.quarkiverse.messaging.nats.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.reactive.messaging.health.HealthReport;
import io.smallrye.reactive.messaging.providers.extension.HealthCenter;

/** Consumers and streams that vanish while the application runs. */
class GoneTest {

    static final NatsServer SERVER = NatsServer.of(GoneTest.class);
    static final Duration SOON = Duration.ofSeconds(30);

    @RegisterExtension
    static final QuarkusUnitTest APP = TestApp.on(SERVER, GoneTest::streams, Receiver.class, Received.class)
            .overrideRuntimeConfigKey("mp.messaging.incoming.durable.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.durable.durable", "app")
            .overrideRuntimeConfigKey("mp.messaging.incoming.durable.start-position", "all")
            .overrideRuntimeConfigKey("mp.messaging.incoming.own.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.reborn.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.reborn.durable", "app")
            .overrideRuntimeConfigKey("mp.messaging.incoming.reborn-own.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.reborn-own.start-position", "all");

    static void streams(NatsProbe probe) {
        for (String stream : List.of("durable", "own", "reborn", "reborn-own")) {
            probe.createStream(stream, stream);
        }
    }

    @Inject
    Received received;
    @Inject
    HealthCenter health;

    @Test
    void aDeletedDurableIsMadeAgainAndNothingIsMissed() throws Exception {
        try (NatsProbe probe = new NatsProbe(SERVER)) {
            probe.publishAll("durable", 1, 10, i -> "d" + i);
            await().atMost(SOON).until(() -> received.all().contains("d10"));
            await().atMost(SOON).until(() -> probe.isDrained("durable", "app"));
            probe.management().deleteConsumer("durable", "app");
            probe.publishAll("durable", 11, 20, i -> "d" + i);
            await().atMost(SOON).until(() -> received.all().contains("d20"));
            for (int i = 1; i <= 20; i++) {
                assertThat(received.all()).contains("d" + i);
            }
            await().atMost(SOON).until(() -> probe.isDrained("durable", "app"));
        }
    }

    @Test
    void aDeletedConsumerOfItsOwnIsMadeAgainAndNothingIsMissed() throws Exception {
        try (NatsProbe probe = new NatsProbe(SERVER)) {
            probe.publishAll("own", 1, 10, i -> "o" + i);
            await().atMost(SOON).until(() -> received.all().contains("o10"));
            probe.management().deleteConsumer("own", probe.consumers("own").get(0).getName());
            probe.publishAll("own", 11, 20, i -> "o" + i);
            await().atMost(SOON).until(() -> received.all().contains("o20"));
            for (int i = 1; i <= 20; i++) {
                assertThat(received.all()).contains("o" + i);
            }
        }
    }

    @Test
    void aStreamMadeAnewStopsADurableInWords() throws Exception {
        try (NatsProbe probe = new NatsProbe(SERVER)) {
            probe.publish("reborn", "r1");
            await().atMost(SOON).until(() -> received.all().contains("r1"));
            probe.management().deleteStream("reborn");
            probe.createStream("reborn", "reborn");
            await().atMost(SOON).until(() -> notReady("reborn") != null && notReady("reborn").contains("created anew"));
            assertThat(notReady("reborn")).contains("stream `reborn` was created anew at")
                    .contains("the durable `app` was read from the one of").contains("a restart begins with the new stream");
        }
    }

    @Test
    void aStreamMadeAnewIsReadFromItsStartPositionWithoutADurable() throws Exception {
        try (NatsProbe probe = new NatsProbe(SERVER)) {
            probe.publish("reborn-own", "w1");
            await().atMost(SOON).until(() -> received.all().contains("w1"));
            probe.management().deleteStream("reborn-own");
            probe.createStream("reborn-own", "reborn-own");
            probe.publish("reborn-own", "w2");
            await().atMost(SOON).until(() -> received.all().contains("w2"));
        }
    }

    private String notReady(String channel) {
        return health.getReadiness().getChannels().stream().filter(info -> info.getChannel().equals(channel) && !info.isOk())
                .map(HealthReport.ChannelInfo::getMessage).findFirst().orElse(null);
    }

    @ApplicationScoped
    public static class Receiver {

        @Inject
        Received received;

        @Incoming("durable")
        void durable(String payload) {
            received.add(payload);
        }

        @Incoming("own")
        void own(String payload) {
            received.add(payload);
        }

        @Incoming("reborn")
        void reborn(String payload) {
            received.add(payload);
        }

        @Incoming("reborn-own")
        void rebornOwn(String payload) {
            received.add(payload);
        }
    }
}
