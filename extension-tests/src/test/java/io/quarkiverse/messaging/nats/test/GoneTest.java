package io.quarkiverse.messaging.nats.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
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
            .overrideRuntimeConfigKey("mp.messaging.incoming.history.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.held.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.held.durable", "app")
            .overrideRuntimeConfigKey("mp.messaging.incoming.reborn.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.reborn.durable", "app")
            .overrideRuntimeConfigKey("mp.messaging.incoming.reborn-own.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.reborn-own.start-position", "all");

    static void streams(NatsProbe probe) {
        for (String stream : List.of("durable", "own", "history", "held", "reborn", "reborn-own")) {
            probe.createStream(stream, stream);
        }
        probe.publishAll("history", 1, 10, i -> "old" + i);
    }

    @Inject
    Received received;
    @Inject
    Receiver receiver;
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
    void aConsumerThatIsGoneBeforeItDeliveredDoesNotReadTheHistory() throws Exception {
        try (NatsProbe probe = new NatsProbe(SERVER)) {
            probe.management().deleteConsumer("history", probe.consumers("history").get(0).getName());
            probe.publish("history", "fresh");
            await().atMost(SOON).until(() -> received.all().contains("fresh"));
            assertThat(received.all()).noneMatch(one -> one.startsWith("old"));
            assertThat(probe.consumers("history").get(0).getConsumerConfiguration().getStartSequence()).isEqualTo(11);
        }
    }

    /** Later messages are settled, an earlier one is not: the new consumer begins with that, not after the last handled. */
    @Test
    void aDurableBeginsAgainWithTheOldestUnsettled() throws Exception {
        try (NatsProbe probe = new NatsProbe(SERVER)) {
            probe.publishAll("held", 1, 6, i -> "h" + i);
            await().atMost(SOON).until(() -> receiver.held().size() == 6);
            for (int i : new int[] { 0, 1, 3, 4, 5 }) {
                receiver.held().get(i).ack();
            }
            await().atMost(SOON).until(() -> probe.consumer("held", "app").getNumAckPending() == 1);
            probe.management().deleteConsumer("held", "app");
            await().atMost(SOON).until(() -> probe.consumer("held", "app") != null);
            // What was known of the ack floor is from the beginning: nothing was settled then.
            assertThat(probe.consumer("held", "app").getConsumerConfiguration().getStartSequence()).isLessThanOrEqualTo(3);
            // The order is kept: nothing comes before the one that is still in hand has ended.
            assertThat(receiver.held()).hasSize(6);
            receiver.held().get(2).ack();
            await().atMost(SOON).until(() -> {
                receiver.held().subList(6, receiver.held().size()).forEach(Message::ack);
                return probe.isDrained("held", "app");
            });
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

        final List<Message<String>> held = new CopyOnWriteArrayList<>();

        List<Message<String>> held() {
            return held;
        }

        @Incoming("held")
        CompletionStage<Void> held(Message<String> message) {
            held.add(message);
            return CompletableFuture.completedStage(null);
        }

        @Incoming("history")
        void history(String payload) {
            received.add(payload);
        }

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
