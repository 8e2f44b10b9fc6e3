package io.quarkiverse.messaging.nats.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfoOptions;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.reactive.messaging.annotations.Blocking;

/** With {@code sequence-store=nats-stream} what a method returns is stored with the record of its source, once. */
class AtomicOutputTest {

    static final NatsServer SERVER = NatsServer.of(AtomicOutputTest.class);
    static final Duration SOON = Duration.ofSeconds(30);
    static final List<String> CHANNELS = List.of("payloads", "messages", "lists", "nothing");

    @RegisterExtension
    static final QuarkusUnitTest APP = app();

    static QuarkusUnitTest app() {
        QuarkusUnitTest app = TestApp.on(SERVER, AtomicOutputTest::streams, Methods.class)
                .overrideRuntimeConfigKey("mp.messaging.connector.nats.durable", "app")
                .overrideRuntimeConfigKey("mp.messaging.connector.nats.start-position", "all")
                .overrideRuntimeConfigKey("mp.messaging.connector.nats.sequence-store", "nats-stream")
                .overrideRuntimeConfigKey("mp.messaging.connector.nats.backoff", "100ms")
                .overrideRuntimeConfigKey("mp.messaging.incoming.lists.batch", "true")
                .overrideRuntimeConfigKey("quarkus.messaging.nats.sequence-store.compaction-interval", "500ms");
        for (String channel : CHANNELS) {
            app.overrideRuntimeConfigKey("mp.messaging.incoming." + channel + ".connector", "nats")
                    .overrideRuntimeConfigKey("mp.messaging.outgoing." + channel + "-out.connector", "nats")
                    .overrideRuntimeConfigKey("mp.messaging.outgoing." + channel + "-out.subject", "out." + channel);
        }
        return app;
    }

    static void streams(NatsProbe probe) {
        for (String stream : CHANNELS) {
            probe.createStream(
                    StreamConfiguration.builder().name(stream).subjects(stream).storageType(StorageType.File).build());
        }
        probe.createStream(StreamConfiguration.builder().name("OUT").subjects("out.>").storageType(StorageType.File)
                .allowAtomicPublish(true).allowMessageTtl(true).build());
    }

    @Inject
    Methods methods;

    NatsProbe probe;

    @BeforeEach
    void connect() {
        probe = new NatsProbe(SERVER);
    }

    @AfterEach
    void disconnect() {
        probe.close();
    }

    private long stored(String subject) throws Exception {
        return probe.management().getStreamInfo("OUT", StreamInfoOptions.filterSubjects(subject)).getStreamState()
                .getSubjectMap().values().stream().mapToLong(count -> count).sum();
    }

    /** All are delivered again, as after the kill of a server, with others behind them. */
    private void twice(String channel, int count, int outputs) throws Exception {
        probe.publishAll(channel, 1, count, String::valueOf);
        await().atMost(SOON).until(() -> probe.isDrained(channel, "app"));
        probe.management().resetConsumer(channel, "app", 1);
        probe.publishAll(channel, count + 1, count + 10, String::valueOf);
        await().atMost(SOON).until(() -> probe.isDrained(channel, "app")
                && probe.consumer(channel, "app").getDelivered().getStreamSequence() == count + 10);
        assertThat(stored("out." + channel)).isEqualTo(outputs);
    }

    @Test
    void ofPayloads() throws Exception {
        twice("payloads", 100, 110);
        await().atMost(SOON).untilAsserted(() -> assertThat(stored("out.payloads._eo.payloads.app.*"))
                .as("markers, and one for the floor").isEqualTo(111));
    }

    @Test
    void ofMessages() throws Exception {
        methods.failing.set(true);
        twice("messages", 20, 30);
    }

    @Test
    void ofListsEachElementIsAnOutput() throws Exception {
        twice("lists", 100, 220);
    }

    @Test
    void whatLeadsToNothingIsRecordedToo() throws Exception {
        twice("nothing", 20, 15);
        await().atMost(SOON).untilAsserted(() -> assertThat(stored("out.nothing._eo.nothing.app.*")).isEqualTo(31));
    }

    @Singleton
    public static class Methods {

        final AtomicBoolean failing = new AtomicBoolean();

        @Incoming("payloads")
        @Outgoing("payloads-out")
        @Blocking
        String payloads(String payload) {
            return "of " + payload;
        }

        @Incoming("messages")
        @Outgoing("messages-out")
        Message<String> messages(Message<String> message) {
            if (failing.getAndSet(false)) {
                message.nack(new IllegalStateException("told to fail"));
                return null;
            }
            return message.withPayload("of " + message.getPayload());
        }

        @Incoming("lists")
        @Outgoing("lists-out")
        @Blocking
        List<String> lists(List<String> payloads) {
            List<String> outputs = new ArrayList<>();
            payloads.forEach(payload -> {
                outputs.add("a" + payload);
                outputs.add("b" + payload);
            });
            return outputs;
        }

        /** Every second one. */
        @Incoming("nothing")
        @Outgoing("nothing-out")
        String nothing(String payload) {
            return Integer.parseInt(payload) % 2 == 0 ? "of " + payload : null;
        }
    }
}
