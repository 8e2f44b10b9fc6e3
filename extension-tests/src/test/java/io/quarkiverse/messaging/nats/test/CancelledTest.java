package io.quarkiverse.messaging.nats.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.reactive.messaging.health.HealthReport;
import io.smallrye.reactive.messaging.providers.extension.HealthCenter;

/** Whoever took the messages of a channel goes, and another one comes: nothing is lost and nothing is silent. */
class CancelledTest {

    static final NatsServer SERVER = NatsServer.of(CancelledTest.class);
    static final Duration SOON = Duration.ofSeconds(15);

    @RegisterExtension
    static final QuarkusUnitTest APP = TestApp.on(SERVER, probe -> probe.createStream("feed", "feed"))
            .overrideRuntimeConfigKey("mp.messaging.incoming.feed.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.feed.durable", "app");

    @Inject
    @Channel("feed")
    Multi<Message<String>> feed;
    @Inject
    HealthCenter health;

    @Test
    void theNextSubscriberGoesOn() {
        try (NatsProbe probe = new NatsProbe(SERVER)) {
            List<String> first = new CopyOnWriteArrayList<>();
            Cancellable one = handled().subscribe().with(first::add);
            probe.publish("feed", "a");
            await().atMost(SOON).until(() -> first.contains("a"));
            one.cancel();
            await().atMost(SOON).until(() -> notReady() != null);
            assertThat(notReady()).contains("nobody takes its messages: the subscriber cancelled");
            probe.publish("feed", "b");
            List<String> second = new CopyOnWriteArrayList<>();
            handled().subscribe().with(second::add);
            await().atMost(SOON).until(() -> second.contains("b"));
            await().atMost(SOON).until(() -> notReady() == null);
            assertThat(first).containsExactly("a");
            await().atMost(SOON).until(() -> probe.isDrained("feed", "app"));
        }
    }

    private Multi<String> handled() {
        return feed.onItem().transformToUniAndConcatenate(message -> Uni.createFrom().completionStage(message::ack)
                .replaceWith(message.getPayload()));
    }

    private String notReady() {
        return health.getReadiness().getChannels().stream().filter(info -> !info.isOk())
                .map(HealthReport.ChannelInfo::getMessage).findFirst().orElse(null);
    }
}
