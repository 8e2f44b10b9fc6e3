package io.quarkiverse.messaging.nats.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.nats.client.api.MessageInfo;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;

/** {@code message-id=source}: what a message leads to is stored once, however often that message is delivered. */
@Timeout(120)
class SourceIdsTest {

    static final NatsServer SERVER = NatsServer.of(SourceIdsTest.class);
    static final Duration SOON = Duration.ofSeconds(20);

    @RegisterExtension
    static final QuarkusUnitTest APP = app();

    private static QuarkusUnitTest app() {
        QuarkusUnitTest app = TestApp.on(SERVER, SourceIdsTest::streams, Application.class);
        for (String pair : List.of("payload", "messages", "split", "stream", "lost", "reborn", "twice-a", "twice-b")) {
            String incoming = "mp.messaging.incoming." + pair + "-in.";
            String outgoing = "mp.messaging.outgoing." + pair + "-out.";
            app.overrideRuntimeConfigKey(incoming + "connector", "nats").overrideRuntimeConfigKey(incoming + "backoff", "100ms")
                    .overrideRuntimeConfigKey(incoming + "subject", pair.startsWith("twice") ? "twice-in" : pair + "-in")
                    .overrideRuntimeConfigKey(outgoing + "connector", "nats")
                    .overrideRuntimeConfigKey(outgoing + "subject", pair.startsWith("twice") ? "twice-out" : pair + "-out")
                    .overrideRuntimeConfigKey(outgoing + "message-id", "source");
            if (pair.equals("reborn")) {
                app.overrideRuntimeConfigKey(incoming + "start-position", "all");
            } else {
                app.overrideRuntimeConfigKey(incoming + "durable", pair);
            }
        }
        return app.overrideRuntimeConfigKey("mp.messaging.outgoing.astray.connector", "nats")
                .overrideRuntimeConfigKey("mp.messaging.outgoing.astray.message-id", "source");
    }

    static void streams(NatsProbe probe) {
        for (String name : List.of("payload", "messages", "split", "stream", "lost", "reborn", "twice")) {
            probe.createStream(name + "-in", name + "-in");
            probe.createStream(name + "-out", name + "-out");
        }
        probe.createStream("astray", "astray");
    }

    @Inject
    @Channel("astray")
    MutinyEmitter<String> astray;
    NatsProbe probe;

    @BeforeEach
    void connect() {
        probe = new NatsProbe(SERVER);
    }

    @AfterEach
    void disconnect() {
        probe.close();
    }

    private List<String> stored(String stream) {
        List<String> stored = new ArrayList<>();
        for (long sequence = 1; sequence <= probe.messages(stream); sequence++) {
            MessageInfo message = probe.message(stream, sequence);
            String id = message.getHeaders().getFirst("Nats-Msg-Id");
            stored.add(new String(message.getData()) + " " + id.replaceFirst("-[0-9a-z]{8,13}-(\\d+-\\d+)$", " $1"));
        }
        return stored;
    }

    @Test
    void aPayloadMadeOfAPayload() {
        probe.publish("payload-in", "a");
        probe.publish("payload-in", "b");
        await().atMost(SOON).until(() -> probe.isDrained("payload-in", "payload"));
        assertThat(stored("payload-out")).containsExactly("a cooked payload-in 1-0", "b cooked payload-in 2-0");
    }

    @Test
    void aMessageThatIsDeliveredAgainLeadsToNoSecondOutput() {
        probe.publish("messages-in", "a");
        await().atMost(SOON).until(() -> probe.isDrained("messages-in", "messages"));
        assertThat(Application.MESSAGES).as("deliveries").hasValue(2);
        assertThat(stored("messages-out")).containsExactly("a messages-in 1-0");
    }

    @Test
    void manyOutputsOfOneMessageAreStoredOnceEach() {
        probe.publish("split-in", "a");
        await().atMost(SOON).until(() -> probe.isDrained("split-in", "split"));
        assertThat(Application.SPLITS).as("deliveries").hasValue(2);
        assertThat(stored("split-out")).containsExactly("a0 split-in 1-0", "a1 split-in 1-1", "a2 split-in 1-2");
    }

    @Test
    void manyPayloadsMadeOfOne() {
        probe.publish("stream-in", "a");
        probe.publish("stream-in", "b");
        await().atMost(SOON).until(() -> probe.messages("stream-out") == 4);
        // SmallRye gives each message on its own context, so outputs of several may come between one another.
        assertThat(stored("stream-out")).containsExactlyInAnyOrder("a0 stream-in 1-0", "a1 stream-in 1-1", "b0 stream-in 2-0",
                "b1 stream-in 2-1");
    }

    @Test
    void whatHasLostItsSourceIsNackedNotGivenARandomId() {
        assertThatThrownBy(() -> astray.sendAndAwait("x"))
                .hasMessageContaining("message-id=source, but the message does not come from a message of a stream");
        assertThat(probe.messages("astray")).isZero();
        probe.publish("lost-in", "a");
        await().atMost(SOON).until(() -> Application.LOST.get() >= 2);
        assertThat(probe.messages("lost-out")).isZero();
    }

    @Test
    void aStreamMadeAnewIsAnotherSource() throws Exception {
        probe.publish("reborn-in", "a");
        await().atMost(SOON).until(() -> probe.messages("reborn-out") == 1);
        probe.management().deleteStream("reborn-in");
        probe.createStream("reborn-in", "reborn-in");
        probe.publish("reborn-in", "b");
        await().atMost(SOON).until(() -> probe.messages("reborn-out") == 2);
        assertThat(stored("reborn-out")).containsExactly("a reborn-in 1-0", "b reborn-in 1-0");
    }

    @Test
    void twoReadersOfOneStreamBothPublish() {
        probe.publish("twice-in", "a");
        await().atMost(SOON).until(() -> probe.messages("twice-out") == 2);
        assertThat(stored("twice-out")).containsExactlyInAnyOrder("A twice-in 1-0", "B twice-in 1-0");
    }

    @ApplicationScoped
    public static class Application {

        // The test runs in the application's class loader.
        static final AtomicInteger MESSAGES = new AtomicInteger();
        static final AtomicInteger SPLITS = new AtomicInteger();
        static final AtomicInteger LOST = new AtomicInteger();

        @Incoming("payload-in")
        @Outgoing("payload-out")
        String cook(String raw) {
            return raw + " cooked";
        }

        /** The first time the input is nacked though its output is stored. */
        @Incoming("messages-in")
        @Outgoing("messages-out")
        Uni<Message<String>> hand(Message<String> in) {
            boolean first = MESSAGES.incrementAndGet() == 1;
            return Uni.createFrom().item(in.withPayload(in.getPayload())
                    .withAck(() -> first ? in.nack(new IllegalStateException("after the output")) : in.ack()));
        }

        /** The first time the input is nacked though all three outputs are stored. */
        @Incoming("split-in")
        @Outgoing("split-out")
        Multi<Message<String>> split(Message<String> in) {
            boolean first = SPLITS.incrementAndGet() == 1;
            return Multi.createFrom().range(0, 3).map(i -> in.withPayload(in.getPayload() + i)
                    .withAck(() -> i < 2 ? CompletableFuture.completedStage(null)
                            : first ? in.nack(new IllegalStateException("after the outputs")) : in.ack()));
        }

        @Incoming("stream-in")
        @Outgoing("stream-out")
        Multi<String> stream(String in) {
            return Multi.createFrom().items(in + 0, in + 1);
        }

        @Incoming("lost-in")
        @Outgoing("lost-out")
        Message<String> lose(Message<String> in) {
            LOST.incrementAndGet();
            return Message.of(in.getPayload(), () -> in.ack(), reason -> in.nack(reason));
        }

        @Incoming("reborn-in")
        @Outgoing("reborn-out")
        String same(String in) {
            return in;
        }

        @Incoming("twice-a-in")
        @Outgoing("twice-a-out")
        String first(String in) {
            return "A";
        }

        @Incoming("twice-b-in")
        @Outgoing("twice-b-out")
        String second(String in) {
            return "B";
        }
    }
}
