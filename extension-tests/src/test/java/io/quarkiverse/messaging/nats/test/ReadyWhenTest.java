package io.quarkiverse.messaging.nats.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.quarkiverse.messaging.nats.ChannelCaughtUp;
import io.quarkiverse.messaging.nats.testing.CuttableProxy;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkiverse.messaging.nats.testing.NeedsServer;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.reactive.messaging.health.HealthReport;
import io.smallrye.reactive.messaging.providers.extension.HealthCenter;
import io.vertx.core.Context;

/** With {@code ready-when=caught-up} a channel is ready when what the stream held at the start was processed, not before. */
@NeedsServer(value = "2.10", why = "a list of subjects, which one of its channels has")
class ReadyWhenTest {

    static final int COUNT = 40;
    static final NatsServer SERVER = NatsServer.of(ReadyWhenTest.class);
    static final Duration SOON = Duration.ofSeconds(20);

    @RegisterExtension
    static final QuarkusUnitTest APP = TestApp.on(SERVER, ReadyWhenTest::streams, Receiver.class, Received.class)
            .overrideConfigKey("quarkus.messaging.nats.servers", CuttableProxy.urlOf(ReadyWhenTest.class, SERVER))
            .overrideRuntimeConfigKey("quarkus.messaging.nats.reconnect-wait", "50ms")
            .overrideRuntimeConfigKey("mp.messaging.connector.nats.start-position", "all")
            .overrideRuntimeConfigKey("mp.messaging.connector.nats.ready-when", "caught-up")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.announced.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.at-once.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.at-once.ready-when", "connected")
            .overrideRuntimeConfigKey("mp.messaging.incoming.empty.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.busy.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.filtered.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.filtered.subject", "filtered.eu,filtered.us")
            .setLogRecordPredicate(said -> said.getMessage() != null && said.getMessage().startsWith("QNATS0105"))
            .assertLogRecords(said -> assertThat(said).extracting(one -> List.of(one.getParameters()).subList(0, 4))
                    .as("where a remembered durable goes on").contains(List.of("resumed", "app__g", "resumed", 5L)))
            .overrideRuntimeConfigKey("mp.messaging.incoming.resumed.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.resumed.durable", "app")
            .overrideRuntimeConfigKey("mp.messaging.incoming.resumed.queue-group", "g")
            .overrideRuntimeConfigKey("mp.messaging.incoming.resumed.ack-wait", "2s")
            .overrideRuntimeConfigKey("mp.messaging.incoming.failing.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.failing.backoff", "200ms")
            .overrideRuntimeConfigKey("mp.messaging.incoming.cut.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.cut.ack-wait", "2s")
            .overrideRuntimeConfigKey("mp.messaging.incoming.gone.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.gone.durable", "app")
            .overrideRuntimeConfigKey("mp.messaging.incoming.group.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.group.queue-group", "g")
            .overrideRuntimeConfigKey("mp.messaging.incoming.group.concurrency", "3")
            .overrideRuntimeConfigKey("mp.messaging.incoming.purged.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.purged.max-in-flight", "1");

    static final List<String> GATED = List.of("at-once", "busy", "filtered", "resumed", "failing", "cut", "gone", "group",
            "purged");

    static void streams(NatsProbe probe) {
        probe.createStream("empty", "empty");
        probe.createStream("announced", "announced");
        for (String stream : GATED) {
            probe.createStream(stream, stream.equals("filtered") ? "filtered.*" : stream);
            if (stream.equals("filtered")) {
                probe.publishAll("filtered.eu", 1, 10, i -> stream + i);
                probe.publishAll("filtered.us", 11, 20, i -> stream + i);
                probe.publishAll("filtered.cn", 1, 30, i -> stream + i);
            } else {
                probe.publishAll(stream, 1, COUNT, i -> stream + i);
            }
        }
        try {
            // The earlier life of a durable: five processed, three left unsettled by a process that is gone.
            probe.management().createConsumer("resumed", ConsumerConfiguration.builder().durable("app__g")
                    .ackPolicy(AckPolicy.Explicit).ackWait(Duration.ofSeconds(2)).filterSubject("resumed").build());
            for (int i = 0; i < 8; i++) {
                Message message = probe.connection().getConsumerContext("resumed", "app__g").next();
                if (message.metaData().streamSequence() <= 5) {
                    message.ackSync(SOON);
                }
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Inject
    Received received;
    @Inject
    Receiver receiver;
    @Inject
    HealthCenter health;

    NatsProbe probe;

    @BeforeEach
    void connect() {
        probe = new NatsProbe(SERVER);
    }

    @AfterEach
    void disconnect() {
        probe.close();
    }

    private String notReady(String channel) {
        return health.getReadiness().getChannels().stream().filter(info -> info.getChannel().equals(channel) && !info.isOk())
                .map(HealthReport.ChannelInfo::getMessage).findFirst().orElse(null);
    }

    private void awaitProgress(String channel, String words) {
        await().atMost(SOON).untilAsserted(() -> assertThat(notReady(channel)).contains(words));
    }

    private ConsumerInfo consumer(String stream) {
        return probe.consumers(stream).get(0);
    }

    @Test
    void connectedIsReadyAtOnce() {
        await().atMost(SOON).until(() -> notReady("at-once") == null);
        assertThat(consumer("at-once").getAckFloor().getStreamSequence()).isZero();
        assertThat(receiver.events()).noneMatch(event -> event.startsWith("at-once"));
        receiver.let("at-once", COUNT);
    }

    @Test
    void anEmptyStreamIsCurrentAtOnce() {
        await().atMost(SOON).until(() -> notReady("empty") == null);
        await().atMost(SOON).until(() -> receiver.events().containsAll(List.of("empty 0", "empty 0 async")));
        await("what an observer sends is stored").atMost(SOON).until(() -> probe.messages("announced") == 1);
    }

    @Test
    void theEndIsFixedAtTheStartAndABusyStreamDoesNotMoveIt() {
        awaitProgress("busy", "0 of 40 messages processed (0 %)");
        receiver.let("busy", 20);
        awaitProgress("busy", "20 of 40 messages processed (50 %)");
        probe.publishAll("busy", 41, 90, i -> "busy" + i);
        receiver.let("busy", 19);
        awaitProgress("busy", "39 of 40 messages processed (97 %)");
        assertThat(receiver.events()).noneMatch(event -> event.startsWith("busy"));
        receiver.let("busy", 1);
        await().atMost(SOON).until(() -> notReady("busy") == null);
        assertThat(received.all()).contains("busy40").doesNotContain("busy41");
        assertThat(consumer("busy").getAckFloor().getStreamSequence()).isEqualTo(40);
        await().atMost(SOON).until(() -> receiver.events().containsAll(List.of("busy 40", "busy 40 async")));
        assertThat(receiver.events()).filteredOn(event -> event.startsWith("busy")).hasSize(2);
        receiver.let("busy", 50);
        await().atMost(SOON).until(() -> received.all().contains("busy90"));
    }

    @Test
    void onlyTheChannelsOwnSubjectsCount() {
        awaitProgress("filtered", "0 of 20 messages processed");
        // New ones for it and for others: the end stays at the last one of its own.
        probe.publish("filtered.us", "new");
        probe.publish("filtered.cn", "new");
        receiver.let("filtered", 20);
        await().atMost(SOON).until(() -> notReady("filtered") == null);
        assertThat(consumer("filtered").getAckFloor().getStreamSequence()).as("the new one is the 51st").isBetween(20L, 50L);
        receiver.let("filtered", 1);
    }

    @Test
    void aDurableCatchesUpWithWhatItHasNotProcessed() {
        assertThat(consumer("resumed").getAckFloor().getStreamSequence()).isEqualTo(5);
        awaitProgress("resumed", "0 of 35 messages processed");
        receiver.let("resumed", COUNT);
        await().atMost(SOON).until(() -> notReady("resumed") == null);
        assertThat(probe.isDrained("resumed", "app__g")).isTrue();
        await().atMost(SOON).until(() -> receiver.events().contains("resumed 35"));
    }

    @Test
    void aFailingMessageKeepsItNotCurrentAndHealthSaysWhich() {
        receiver.let("failing", 10_000);
        awaitProgress("failing", "39 of 40 messages processed (97 %)");
        awaitProgress("failing", "; not before sequence 3 is processed, which failed and comes again");
        assertThat(consumer("failing").getAckFloor().getStreamSequence()).isEqualTo(2);
        assertThat(receiver.events()).noneMatch(event -> event.startsWith("failing"));
        receiver.heal();
        await().atMost(SOON).until(() -> notReady("failing") == null);
        assertThat(consumer("failing").getAckFloor().getStreamSequence()).isEqualTo(COUNT);
    }

    @Test
    void aLostConnectionStartsNothingAnew() {
        receiver.let("cut", 10);
        awaitProgress("cut", "10 of 40 messages processed");
        CuttableProxy.cut(ReadyWhenTest.class);
        probe.publishAll("cut", 41, 60, i -> "cut" + i);
        receiver.let("cut", 10);
        awaitProgress("cut", " of 40 messages processed");
        // More than there are: those whose ack the cut has swallowed come again after ack-wait.
        receiver.let("cut", 60);
        await().atMost(SOON).until(() -> notReady("cut") == null);
        await().atMost(SOON).until(() -> receiver.events().contains("cut 40"));
        receiver.let("cut", 100);
        await().atMost(SOON).until(() -> received.all().contains("cut60"));
        assertThat(received.all()).contains("cut1", "cut40");
    }

    @Test
    void aConsumerMadeAgainStartsNothingAnew() throws Exception {
        receiver.let("gone", 10);
        awaitProgress("gone", "10 of 40 messages processed");
        probe.management().deleteConsumer("gone", "app");
        probe.publishAll("gone", 41, 60, i -> "gone" + i);
        await().atMost(SOON).until(() -> probe.consumer("gone", "app") != null);
        receiver.let("gone", 10);
        awaitProgress("gone", " of 40 messages processed");
        receiver.let("gone", 200);
        await().atMost(SOON).until(() -> notReady("gone") == null);
        await().atMost(SOON).until(() -> receiver.events().contains("gone 40"));
        await().atMost(SOON).until(() -> received.all().contains("gone60"));
        for (int i = 1; i <= 60; i++) {
            assertThat(received.all()).contains("gone" + i);
        }
    }

    @Test
    void theCopiesOfAChannelCatchUpTogether() {
        receiver.let("group", 15);
        awaitProgress("group", "15 of 40 messages processed");
        receiver.let("group", COUNT);
        await().atMost(SOON).until(() -> notReady("group") == null);
        assertThat(probe.isDrained("group", "__g")).isTrue();
        assertThat(received.all()).filteredOn(payload -> payload.startsWith("group")).hasSize(COUNT);
        await().atMost(SOON).until(() -> receiver.events().contains("group 40"));
        assertThat(receiver.events()).filteredOn(event -> event.equals("group 40")).hasSize(1);
    }

    @Test
    void whatWasDeletedMeanwhileIsNotWaitedFor() throws JetStreamApiException, java.io.IOException {
        awaitProgress("purged", "0 of 40 messages processed");
        probe.management().purgeStream("purged");
        receiver.let("purged", COUNT);
        await().atMost(SOON).until(() -> notReady("purged") == null);
        assertThat(received.all()).doesNotContain("purged40");
    }

    @ApplicationScoped
    public static class Receiver {

        @Inject
        Received received;

        @Inject
        @Channel("announced")
        Emitter<String> announced;

        final Map<String, Semaphore> gates = new ConcurrentHashMap<>();
        final List<String> events = new CopyOnWriteArrayList<>();
        volatile boolean healed;

        /** So many more messages of a channel may be handled. */
        void let(String channel, int more) {
            gate(channel).release(more);
        }

        void heal() {
            healed = true;
        }

        List<String> events() {
            return events;
        }

        private Semaphore gate(String channel) {
            return gates.computeIfAbsent(channel, name -> new Semaphore(0));
        }

        private void pass(String channel, String payload) throws InterruptedException {
            gate(channel).acquire();
            received.add(payload);
        }

        void caughtUp(@Observes ChannelCaughtUp event) {
            assertThat(Context.isOnEventLoopThread()).isFalse();
            events.add(event.channel() + " " + event.messages());
            if (event.channel().equals("empty")) {
                announced.send(event.channel());
            }
        }

        void caughtUpAsync(@ObservesAsync ChannelCaughtUp event) {
            assertThat(event.duration()).isGreaterThanOrEqualTo(Duration.ZERO);
            events.add(event.channel() + " " + event.messages() + " async");
        }

        @Incoming("at-once")
        @Blocking
        void atOnce(String payload) throws InterruptedException {
            pass("at-once", payload);
        }

        @Incoming("empty")
        void empty(String payload) {
            received.add(payload);
        }

        @Incoming("busy")
        @Blocking
        void busy(String payload) throws InterruptedException {
            pass("busy", payload);
        }

        @Incoming("filtered")
        @Blocking
        void filtered(String payload) throws InterruptedException {
            pass("filtered", payload);
        }

        @Incoming("resumed")
        @Blocking
        void resumed(String payload) throws InterruptedException {
            pass("resumed", payload);
        }

        @Incoming("failing")
        @Blocking
        void failing(String payload) throws InterruptedException {
            if (payload.equals("failing3") && !healed) {
                throw new IllegalStateException("told to fail");
            }
            pass("failing", payload);
        }

        @Incoming("cut")
        @Blocking
        void cut(String payload) throws InterruptedException {
            pass("cut", payload);
        }

        @Incoming("gone")
        @Blocking
        void gone(String payload) throws InterruptedException {
            pass("gone", payload);
        }

        @Incoming("group")
        @Blocking
        void group(String payload) throws InterruptedException {
            pass("group", payload);
        }

        @Incoming("purged")
        @Blocking
        void purged(String payload) throws InterruptedException {
            pass("purged", payload);
        }
    }
}
