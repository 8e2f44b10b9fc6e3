package io.quarkiverse.messaging.nats.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.nats.client.api.MessageInfo;
import io.quarkiverse.messaging.nats.OutgoingNatsMetadata;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.reactive.messaging.MutinyEmitter;

/** How messages are sent: metadata, confirmation, refusal, order, and the ack of what led to them. */
class SendingTest {

    static final NatsServer SERVER = NatsServer.of(SendingTest.class);
    static final Duration SOON = Duration.ofSeconds(15);

    @RegisterExtension
    static final QuarkusUnitTest APP = TestApp.on(SERVER, SendingTest::streams, Processor.class)
            .overrideRuntimeConfigKey("mp.messaging.outgoing.out.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.out.subject", "out.default")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.picky.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.picky.subject", "out.picky")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.picky.stream", "OUT")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.again.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.again.subject", "out.again")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.again.ack-timeout", "200ms")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.narrow.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.narrow.subject", "out.narrow")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.narrow.max-in-flight", "2")
            .overrideRuntimeConfigKey("mp.messaging.incoming.raw.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.raw.durable", "processor")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.cooked.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.cooked.subject", "out.cooked");

    static void streams(NatsProbe probe) {
        probe.createStream("OUT", "out.>");
        probe.createStream("ELSEWHERE", "elsewhere");
        probe.createStream("raw", "raw");
    }

    @Inject
    @Channel("out")
    MutinyEmitter<String> mutiny;
    @Inject
    @Channel("picky")
    MutinyEmitter<String> picky;
    @Inject
    @Channel("again")
    MutinyEmitter<String> again;
    @Inject
    @Channel("narrow")
    @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = 100)
    Emitter<String> narrow;
    NatsProbe probe;

    @BeforeEach
    void connect() {
        probe = new NatsProbe(SERVER);
    }

    @AfterEach
    void disconnect() {
        probe.close();
    }

    private MessageInfo last(String subject) throws Exception {
        return probe.management().getLastMessage("OUT", subject);
    }

    private static Message<String> with(String payload, OutgoingNatsMetadata metadata) {
        return Message.of(payload, Metadata.of(metadata));
    }

    @Test
    void metadataSetsSubjectHeadersAndId() throws Exception {
        OutgoingNatsMetadata metadata = OutgoingNatsMetadata.builder().subject("out.special").messageId("my-id")
                .header("Color", "blue").header("Color", "green").build();
        mutiny.sendMessageAndAwait(with("one", metadata));
        mutiny.sendMessageAndAwait(with("the same id again", metadata));
        MessageInfo stored = last("out.special");
        assertThat(new String(stored.getData())).isEqualTo("one");
        assertThat(stored.getHeaders().get("Color")).containsExactly("blue", "green");
        assertThat(stored.getHeaders().getFirst("Nats-Msg-Id")).isEqualTo("my-id");
        assertThat(stored.getHeaders().getFirst("Content-Type")).isEqualTo("text/plain");
    }

    @Test
    void eachMessageHasAnIdOfItsOwn() throws Exception {
        mutiny.sendAndAwait("a");
        String first = last("out.default").getHeaders().getFirst("Nats-Msg-Id");
        mutiny.sendAndAwait("b");
        assertThat(last("out.default").getHeaders().getFirst("Nats-Msg-Id")).isNotEqualTo(first).isNotBlank();
    }

    @Test
    void whatCantBePublishedIsNackedInWordsAndTheNextFollows() {
        assertThatThrownBy(() -> mutiny.sendMessageAndAwait(with("x", OutgoingNatsMetadata.builder().subject("out.*").build())))
                .hasMessageContaining("the subject `out.*` of the message's metadata is no subject to publish to");
        assertThatThrownBy(
                () -> mutiny.sendMessageAndAwait(with("x", OutgoingNatsMetadata.builder().messageId("a\nb").build())))
                .hasMessageContaining("contains a line break");
        assertThatThrownBy(() -> mutiny.sendAndAwait("x".repeat(2_000_000)))
                .hasMessageContaining("are more than the server takes (max_payload 1048576)");
        assertThatThrownBy(
                () -> mutiny.sendMessageAndAwait(with("x", OutgoingNatsMetadata.builder().subject("nowhere").build())))
                .hasMessageContaining("no stream stores the subject `nowhere`");
        assertThatThrownBy(() -> OutgoingNatsMetadata.builder().header("A", "b\r\nC: d"))
                .isInstanceOf(IllegalArgumentException.class);
        mutiny.sendAndAwait("the next");
    }

    @Test
    void aMessageThatAnotherStreamWouldStoreIsRefused() {
        assertThatThrownBy(
                () -> picky.sendMessageAndAwait(with("x", OutgoingNatsMetadata.builder().subject("elsewhere").build())))
                .hasMessageContaining("expected stream does not match");
        assertThat(probe.messages("ELSEWHERE")).isZero();
        picky.sendAndAwait("here it belongs");
    }

    @Test
    void sendingEndsWhenTheServerHasStoredAndNotBefore() {
        SERVER.freeze();
        CompletableFuture<Void> sent = mutiny.send("frozen").subscribeAsCompletionStage();
        try {
            await().during(Duration.ofMillis(500)).atMost(SOON).until(() -> !sent.isDone());
        } finally {
            SERVER.thaw();
        }
        assertThat(sent).succeedsWithin(SOON);
    }

    @Test
    void aRetryKeepsTheIdSoNothingIsStoredTwice() throws Exception {
        again.sendAndAwait("before");
        long before = last("out.again").getSeq();
        SERVER.freeze();
        CompletableFuture<Void> sent = again.send("tried several times").subscribeAsCompletionStage();
        try {
            // Longer than three times ack-timeout: it has been sent again meanwhile.
            await().during(Duration.ofMillis(1000)).atMost(SOON).until(() -> !sent.isDone());
        } finally {
            SERVER.thaw();
        }
        assertThat(sent).succeedsWithin(SOON);
        again.sendAndAwait("after");
        assertThat(last("out.again").getSeq()).isEqualTo(before + 2);
    }

    @Test
    void theOrderIsThatOfSendingAndNoMoreThanMaxInFlightAreOut() throws Exception {
        List<CompletableFuture<Void>> sent = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            sent.add(narrow.send("n" + i).toCompletableFuture());
        }
        CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).get(15, TimeUnit.SECONDS);
        long lastSequence = last("out.narrow").getSeq();
        List<String> stored = new ArrayList<>();
        for (long sequence = lastSequence - 49; sequence <= lastSequence; sequence++) {
            stored.add(new String(probe.message("OUT", sequence).getData()));
        }
        assertThat(stored).hasSize(50).first().isEqualTo("n0");
        assertThat(stored).isEqualTo(java.util.stream.IntStream.range(0, 50).mapToObj(i -> "n" + i).toList());
    }

    @Test
    void theUpstreamMessageIsAckedOnlyAfterItsOutputIsStored() throws Exception {
        probe.publish("raw", "{\"n\":1}");
        await().atMost(SOON).until(() -> probe.isDrained("raw", "processor"));
        assertThat(new String(last("out.cooked").getData())).isEqualTo("{\"n\":1} cooked");
        // An output that no stream stores: the input is nacked, not acked, and comes again.
        probe.publish("raw", "astray");
        await().atMost(SOON).until(() -> probe.consumer("raw", "processor").getRedelivered() == 1);
        assertThat(probe.consumer("raw", "processor").getNumAckPending()).isEqualTo(1);
    }

    @ApplicationScoped
    public static class Processor {

        @Incoming("raw")
        @Outgoing("cooked")
        Message<String> cook(Message<String> raw) {
            Message<String> cooked = raw.withPayload(raw.getPayload() + " cooked");
            return raw.getPayload().equals("astray")
                    ? cooked.addMetadata(OutgoingNatsMetadata.builder().subject("astray").build())
                    : cooked;
        }
    }
}
