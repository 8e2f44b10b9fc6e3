package io.quarkiverse.messaging.nats.test.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.nats.client.api.ConsumerInfo;
import io.quarkiverse.messaging.nats.test.TestApp;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.reactive.messaging.health.HealthReport;
import io.smallrye.reactive.messaging.providers.extension.HealthCenter;

/** One message among 10,000 fails: with each strategy the others are handled, and the server says where that one is. */
class PoisonTest {

    static final int COUNT = 10_000;
    static final int POISON = 5_000;
    static final Duration SOON = Duration.ofSeconds(30);
    static final NatsServer SERVER = NatsServer.of(PoisonTest.class);
    static final List<String> STRATEGIES = List.of("nak", "ignore", "term", "fail", "dead-letter");

    @RegisterExtension
    static final QuarkusUnitTest APP = app();

    private static QuarkusUnitTest app() {
        QuarkusUnitTest app = TestApp.on(SERVER,
                probe -> {
                    STRATEGIES.forEach(strategy -> probe.createStream(strategy, strategy));
                    probe.createStream("dead", "dead");
                }, Handler.class)
                .overrideRuntimeConfigKey("mp.messaging.incoming.dead-letter.dead-letter-subject", "dead")
                .overrideRuntimeConfigKey("mp.messaging.connector.nats.durable", "app");
        for (String strategy : STRATEGIES) {
            app.overrideRuntimeConfigKey("mp.messaging.incoming." + strategy + ".connector", "nats")
                    .overrideRuntimeConfigKey("mp.messaging.incoming." + strategy + ".failure-strategy", strategy);
        }
        return app.overrideRuntimeConfigKey("mp.messaging.incoming.nak.backoff", "200ms");
    }

    @Inject
    Handler handler;
    @Inject
    HealthCenter health;

    @Test
    void nakItIsPendingAndComesAgain() {
        try (NatsProbe probe = new NatsProbe(SERVER)) {
            othersAreHandled(probe, "nak", POISON);
            await().atMost(SOON).untilAsserted(() -> {
                ConsumerInfo consumer = probe.consumer("nak", "app");
                assertThat(consumer.getNumPending()).isZero();
                assertThat(consumer.getNumAckPending()).isEqualTo(1);
                assertThat(consumer.getAckFloor().getStreamSequence()).isEqualTo(POISON - 1);
                assertThat(consumer.getDelivered().getConsumerSequence()).isGreaterThan(COUNT + 2);
            });
        }
    }

    @Test
    void ignoreItCountsAsProcessed() {
        try (NatsProbe probe = new NatsProbe(SERVER)) {
            List<String> terminated = advisories(probe, "ignore");
            othersAreHandled(probe, "ignore", POISON);
            settledAtOnce(probe, "ignore");
            assertThat(terminated).isEmpty();
        }
    }

    @Test
    void termTheServerIsToldNeverToDeliverItAgain() {
        try (NatsProbe probe = new NatsProbe(SERVER)) {
            List<String> terminated = advisories(probe, "term");
            othersAreHandled(probe, "term", POISON);
            settledAtOnce(probe, "term");
            await().atMost(SOON).until(() -> !terminated.isEmpty());
            assertThat(terminated).singleElement().asString().contains("\"stream_seq\":" + POISON)
                    .contains(reason(probe, "java.lang.IllegalStateException: told to fail"));
        }
    }

    /** As far as the server knows reasons. */
    private static String reason(NatsProbe probe, String reason) {
        return probe.connection().getServerInfo().isSameOrNewerThanVersion("2.10.4") ? reason : "\"deliveries\":1";
    }

    @Test
    void deadLetterItIsInTheOtherStream() {
        try (NatsProbe probe = new NatsProbe(SERVER)) {
            List<String> terminated = advisories(probe, "dead-letter");
            othersAreHandled(probe, "dead-letter", POISON);
            settledAtOnce(probe, "dead-letter");
            assertThat(probe.messages("dead")).isEqualTo(1);
            assertThat(probe.message("dead", 1).getData()).asString(StandardCharsets.UTF_8).isEqualTo("poison");
            assertThat(probe.message("dead", 1).getHeaders().getFirst("Dead-Letter-Sequence"))
                    .isEqualTo(String.valueOf(POISON));
            await().atMost(SOON).until(() -> !terminated.isEmpty());
            assertThat(terminated).singleElement().asString().contains(reason(probe, "dead letter 1 in stream dead"));
        }
    }

    @Test
    void failNothingAfterItIsProcessedAndItStaysUnsettled() {
        try (NatsProbe probe = new NatsProbe(SERVER)) {
            othersAreHandled(probe, "fail", COUNT);
            await().atMost(SOON).until(() -> notReady("fail") != null);
            probe.publish("fail", "after it");
            assertThat(notReady("fail")).contains("stopped by failure-strategy=fail at sequence " + COUNT)
                    .contains("told to fail");
            await().during(Duration.ofMillis(500)).atMost(SOON)
                    .until(() -> probe.consumer("fail", "app").getAckFloor().getStreamSequence() == COUNT - 1);
            assertThat(handler.of("fail")).doesNotContain("after it");
        }
    }

    private String notReady(String channel) {
        return health.getReadiness().getChannels().stream().filter(info -> info.getChannel().equals(channel) && !info.isOk())
                .map(HealthReport.ChannelInfo::getMessage).findFirst().orElse(null);
    }

    private void othersAreHandled(NatsProbe probe, String strategy, int poison) {
        probe.publishAll(strategy, 1, COUNT, i -> i == poison ? "poison" : "m" + i);
        await().atMost(SOON).until(() -> handler.of(strategy).size() == COUNT - 1);
        assertThat(handler.of(strategy)).doesNotContain("poison");
    }

    /** Nothing is left to deliver or to settle, nothing was delivered twice, and the stream has it still. */
    private static void settledAtOnce(NatsProbe probe, String strategy) {
        await().atMost(SOON).until(() -> probe.isDrained(strategy, "app"));
        assertThat(probe.consumer(strategy, "app").getDelivered().getConsumerSequence()).isEqualTo(COUNT);
        assertThat(probe.message(strategy, POISON).getData()).asString(StandardCharsets.UTF_8).isEqualTo("poison");
    }

    private static List<String> advisories(NatsProbe probe, String stream) {
        List<String> advisories = new CopyOnWriteArrayList<>();
        probe.connection().createDispatcher(message -> advisories.add(new String(message.getData(), StandardCharsets.UTF_8)))
                .subscribe("$JS.EVENT.ADVISORY.CONSUMER.MSG_TERMINATED." + stream + ".>");
        return advisories;
    }

    @ApplicationScoped
    public static class Handler {

        private final Map<String, Set<String>> handled = new ConcurrentHashMap<>();

        Set<String> of(String channel) {
            return handled.computeIfAbsent(channel, name -> ConcurrentHashMap.newKeySet());
        }

        private void handle(String channel, String payload) {
            if (payload.equals("poison")) {
                throw new IllegalStateException("told to fail");
            }
            of(channel).add(payload);
        }

        @Incoming("nak")
        @NonBlocking
        void nak(String payload) {
            handle("nak", payload);
        }

        @Incoming("ignore")
        @NonBlocking
        void ignore(String payload) {
            handle("ignore", payload);
        }

        @Incoming("term")
        @NonBlocking
        void term(String payload) {
            handle("term", payload);
        }

        @Incoming("dead-letter")
        @NonBlocking
        void deadLetter(String payload) {
            handle("dead-letter", payload);
        }

        @Incoming("fail")
        void fail(String payload) {
            handle("fail", payload);
        }
    }
}
