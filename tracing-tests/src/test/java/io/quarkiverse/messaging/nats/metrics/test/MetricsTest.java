package io.quarkiverse.messaging.nats.metrics.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.nats.client.api.ConsumerInfo;
import io.quarkiverse.messaging.nats.OutgoingNatsMetadata;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.health.HealthReport;
import io.smallrye.reactive.messaging.providers.extension.HealthCenter;
import io.vertx.core.json.JsonObject;

/** What the meters say is what the server holds; the page and the dashboard name the meters that there are. */
@Timeout(60)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MetricsTest {

    static final NatsServer SERVER = NatsServer.of(MetricsTest.class);
    static final Duration SOON = Duration.ofSeconds(20);
    static final Path DOCS = Path.of("").toAbsolutePath().getParent().resolve("docs/modules/ROOT");

    @RegisterExtension
    static final QuarkusUnitTest APP = app();

    private static QuarkusUnitTest app() {
        QuarkusUnitTest app = new QuarkusUnitTest()
                .withApplicationRoot((JavaArchive jar) -> jar.addClasses(Application.class))
                .overrideConfigKey("quarkus.otel.traces.exporter", "none")
                .overrideConfigKey("quarkus.messaging.nats.servers", SERVER.url())
                .overrideRuntimeConfigKey("quarkus.messaging.nats.reconnect-wait", "100ms")
                .setBeforeAllCustomizer(MetricsTest::prepare)
                .setAfterAllCustomizer(SERVER::close);
        for (String channel : List.of("work", "cumulative", "aside", "old", "known", "open", "held")) {
            String prefix = "mp.messaging.incoming." + channel + ".";
            app.overrideRuntimeConfigKey(prefix + "connector", "nats").overrideRuntimeConfigKey(prefix + "durable", "app")
                    .overrideRuntimeConfigKey(prefix + "start-position", "all");
        }
        return app.overrideRuntimeConfigKey("mp.messaging.incoming.work.backoff", "50ms")
                .overrideRuntimeConfigKey("mp.messaging.incoming.cumulative.ack", "all")
                .overrideRuntimeConfigKey("mp.messaging.incoming.cumulative.ack-confirm", "true")
                .overrideRuntimeConfigKey("mp.messaging.incoming.cumulative.failure-strategy", "ignore")
                .overrideRuntimeConfigKey("mp.messaging.incoming.aside.failure-strategy", "dead-letter")
                .overrideRuntimeConfigKey("mp.messaging.incoming.aside.dead-letter-subject", "dead")
                .overrideRuntimeConfigKey("mp.messaging.incoming.old.expire-after", "1ms")
                .overrideRuntimeConfigKey("mp.messaging.incoming.known.sequence-store", "memory")
                .overrideRuntimeConfigKey("mp.messaging.incoming.open.max-in-flight", "2")
                .overrideRuntimeConfigKey("mp.messaging.incoming.held.queue-group", "group")
                .overrideRuntimeConfigKey("mp.messaging.incoming.held.pausable", "true")
                .overrideRuntimeConfigKey("mp.messaging.incoming.held.pausable.initially-paused", "true")
                .overrideRuntimeConfigKey("mp.messaging.outgoing.out.connector", "nats");
    }

    private static void prepare() {
        try (NatsProbe probe = new NatsProbe(SERVER)) {
            for (String stream : List.of("work", "cumulative", "aside", "dead", "old", "known", "open", "held", "out")) {
                probe.createStream(stream, stream);
            }
            probe.publishAll("old", 1, 3, String::valueOf);
            probe.publishAll("open", 1, 5, String::valueOf);
            probe.publishAll("held", 1, 5, String::valueOf);
        }
    }

    @Inject
    MeterRegistry registry;
    @Inject
    HealthCenter health;
    @Inject
    @Channel("out")
    MutinyEmitter<String> out;

    private double count(String name, String channel) {
        return registry.get(name).tag("channel", channel).functionCounter().count();
    }

    private double gauge(String name, String channel) {
        return registry.get(name).tag("channel", channel).gauge().value();
    }

    private long timed(String name, String channel) {
        return registry.get(name).tag("channel", channel).timer().count();
    }

    @Test
    @Order(1)
    void whatIsCountedIsWhatTheServerHolds() {
        try (NatsProbe probe = new NatsProbe(SERVER)) {
            probe.publishAll("work", 1, 10, i -> i == 4 ? "fails once" : "good");
            await().atMost(SOON).until(() -> probe.isDrained("work", "app") && count("nats.consumer.acked", "work") == 10);
            ConsumerInfo server = probe.consumer("work", "app");
            assertThat(count("nats.consumer.received", "work")).isEqualTo(server.getDelivered().getConsumerSequence())
                    .isEqualTo(11);
            assertThat(count("nats.consumer.acked", "work")).isEqualTo(server.getAckFloor().getStreamSequence());
            assertThat(count("nats.consumer.nacked", "work")).isEqualTo(1);
            assertThat(count("nats.consumer.redelivered", "work")).isEqualTo(1);
            assertThat(timed("nats.consumer.processing", "work")).isEqualTo(11);
            assertThat(registry.get("nats.consumer.processing").tag("channel", "work").timer()
                    .totalTime(TimeUnit.MILLISECONDS)).isGreaterThan(11 * 5);
            assertThat(gauge("nats.consumer.in.flight", "work")).isZero();
            assertThat(gauge("nats.consumer.lag", "work")).isEqualTo(server.getNumPending()).isZero();

            probe.publishAll("cumulative", 1, 10, i -> i == 4 ? "fails always" : "good");
            await().atMost(SOON).until(() -> probe.isDrained("cumulative", "app"));
            assertThat(count("nats.consumer.acked", "cumulative")).isEqualTo(10);
            assertThat(count("nats.consumer.ignored", "cumulative")).isEqualTo(1);
            assertThat(registry.get("nats.consumer.processing").tag("channel", "cumulative").timer()
                    .totalTime(TimeUnit.MILLISECONDS)).as("though the ack waits").isGreaterThan(10 * 5);
        }
    }

    @Test
    @Order(2)
    void whatWasNotSimplyProcessedIsCounted() throws Exception {
        try (NatsProbe probe = new NatsProbe(SERVER)) {
            probe.publishAll("aside", 1, 2, i -> "fails always");
            await().atMost(SOON).until(() -> probe.isDrained("aside", "app"));
            assertThat(count("nats.consumer.dead.lettered", "aside")).isEqualTo(probe.messages("dead")).isEqualTo(2);
            assertThat(count("nats.consumer.acked", "aside")).isZero();

            await().atMost(SOON).until(() -> probe.isDrained("old", "app"));
            assertThat(count("nats.consumer.expired", "old")).isEqualTo(3);
            assertThat(timed("nats.consumer.processing", "old")).as("no method was asked").isZero();

            probe.publishAll("known", 1, 5, i -> "good");
            await().atMost(SOON).until(() -> probe.isDrained("known", "app"));
            probe.management().resetConsumer("known", "app", 1);
            await().atMost(SOON).until(() -> count("nats.consumer.duplicates", "known") == 5);
            assertThat(timed("nats.consumer.processing", "known")).isEqualTo(5);
        }
    }

    @Test
    @Order(3)
    void whatIsHeldAndWhatIsToComeAreTheServersFigures() {
        try (NatsProbe probe = new NatsProbe(SERVER)) {
            await().atMost(SOON).until(() -> gauge("nats.consumer.in.flight", "open") == 2);
            assertThat(probe.consumer("open", "app").getNumAckPending()).isEqualTo(2);
            assertThat(gauge("nats.consumer.lag", "open")).isEqualTo(probe.consumer("open", "app").getNumPending())
                    .isEqualTo(3);
            // No message says it here: a paused channel gets none.
            await().atMost(SOON).until(() -> gauge("nats.consumer.lag", "held") == 5);
            assertThat(count("nats.consumer.received", "held")).isZero();
        }
    }

    @Test
    @Order(4)
    void whatIsSentIsCounted() {
        for (int i = 0; i < 10; i++) {
            out.sendAndAwait("message " + i);
        }
        Message<String> nowhere = Message.of("x").addMetadata(OutgoingNatsMetadata.builder().subject("nowhere").build());
        assertThat(out.sendMessage(nowhere).onItem().transform(done -> "sent").onFailure().recoverWithItem("nacked")
                .await().atMost(SOON)).isEqualTo("nacked");
        try (NatsProbe probe = new NatsProbe(SERVER)) {
            assertThat(count("nats.producer.published", "out")).isEqualTo(probe.messages("out")).isEqualTo(10);
        }
        assertThat(count("nats.producer.failed", "out")).isEqualTo(1);
        assertThat(timed("nats.producer.latency", "out")).isEqualTo(10);
        await().atMost(SOON).until(() -> gauge("nats.producer.in.flight", "out") == 0);
    }

    @Test
    @Order(5)
    void aPullThatIsBegunAnewIsCounted() throws Exception {
        try (NatsProbe probe = new NatsProbe(SERVER)) {
            assertThat(count("nats.connection.pull.restarts", "aside")).isZero();
            probe.management().deleteConsumer("aside", "app");
            await().atMost(SOON).until(() -> count("nats.connection.pull.restarts", "aside") > 0);
        }
    }

    @Test
    @Order(6)
    void aConnectionThatIsLostIsSaidAndOneThatComesBackIsCounted() {
        assertThat(reconnects()).isZero();
        SERVER.kill();
        await().atMost(SOON).until(() -> notReady("work") != null);
        assertThat(notReady("work")).contains("not connected to a server");
        assertThat(health.getLiveness().isOk()).isTrue();
        SERVER.restart();
        await().atMost(SOON).until(() -> notReady("work") == null);
        assertThat(reconnects()).isEqualTo(1);
    }

    private double reconnects() {
        return registry.get("nats.connection.reconnects").tag("connection", "<default>").functionCounter().count();
    }

    private String notReady(String channel) {
        return health.getReadiness().getChannels().stream().filter(info -> info.getChannel().equals(channel) && !info.isOk())
                .map(HealthReport.ChannelInfo::getMessage).findFirst().orElse(null);
    }

    private List<Meter> ours() {
        return registry.getMeters().stream().filter(meter -> meter.getId().getName().startsWith("nats.")).toList();
    }

    @Test
    @Order(7)
    void thePageListsTheMetersThatThereAre() throws IOException {
        Set<String> there = ours().stream().map(meter -> meter.getId().getName() + " "
                + (meter.getId().getType() == Meter.Type.COUNTER ? "counter"
                        : meter.getId().getType() == Meter.Type.TIMER ? "timer" : "gauge")
                + " " + meter.getId().getTags().stream().map(Tag::getKey).sorted().collect(Collectors.joining(", ")))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> listed = Pattern.compile("\\| `(nats\\.[a-z.]+)`\\n\\| (\\w+)\\n\\| `([a-z`, ]+)`\\n")
                .matcher(Files.readString(DOCS.resolve("pages/observability.adoc"))).results()
                .map(row -> row.group(1) + " " + row.group(2) + " " + row.group(3).replace("`", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(listed).isEqualTo(there);
    }

    /** As Prometheus names them. */
    @Test
    @Order(8)
    void theDashboardShowsEachMeterAndNoOther() throws IOException {
        Set<String> there = ours().stream().map(meter -> meter.getId().getName().replace('.', '_')
                + (meter.getId().getType() == Meter.Type.COUNTER ? "_total"
                        : meter.getId().getType() == Meter.Type.TIMER ? "_seconds" : ""))
                .collect(Collectors.toCollection(TreeSet::new));
        String dashboard = new JsonObject(
                Files.readString(DOCS.resolve("attachments/nats-dashboard.json"))).encode();
        Set<String> shown = Pattern.compile("\\bnats_[a-z_]+").matcher(dashboard).results()
                .map(name -> name.group().replaceAll("_seconds_(count|sum|max)$", "_seconds"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(shown).isEqualTo(there);
    }

    @ApplicationScoped
    public static class Application {

        private final Map<String, Boolean> failed = new ConcurrentHashMap<>();

        @Produces
        @Singleton
        SimpleMeterRegistry registry() {
            return new SimpleMeterRegistry();
        }

        @Incoming("work")
        void work(String payload) throws InterruptedException {
            new CountDownLatch(1).await(6, TimeUnit.MILLISECONDS); // what is measured
            handle(payload);
        }

        @Incoming("cumulative")
        void cumulative(String payload) throws InterruptedException {
            new CountDownLatch(1).await(6, TimeUnit.MILLISECONDS); // what is measured
            handle(payload);
        }

        @Incoming("aside")
        void aside(String payload) {
            handle(payload);
        }

        @Incoming("old")
        void old(String payload) {
            handle(payload);
        }

        @Incoming("known")
        void known(String payload) {
            handle(payload);
        }

        @Incoming("held")
        void held(String payload) {
            handle(payload);
        }

        @Incoming("open")
        CompletionStage<Void> open(Message<String> message) {
            return new CompletableFuture<>();
        }

        private void handle(String payload) {
            if (payload.equals("fails always") || payload.equals("fails once") && failed.put(payload, true) == null) {
                throw new IllegalStateException(payload);
            }
        }
    }
}
