package io.quarkiverse.messaging.nats.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.nats.client.JetStreamApiException;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamConfiguration;
import io.quarkiverse.messaging.nats.OutgoingNatsMetadata;
import io.quarkiverse.messaging.nats.testing.CuttableProxy;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkiverse.messaging.nats.testing.NeedsServer;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.reactive.messaging.MutinyEmitter;

/** What one message asks of the server: expectations, a time to live, a later delivery. */
@Timeout(120)
class OutgoingMetadataTest {

    static final NatsServer SERVER = NatsServer.of(OutgoingMetadataTest.class);
    static final Duration SOON = Duration.ofSeconds(20);

    @RegisterExtension
    static final QuarkusUnitTest APP = TestApp.on(SERVER, OutgoingMetadataTest::streams)
            .overrideRuntimeConfigKey("quarkus.messaging.nats.servers",
                    CuttableProxy.urlOf(OutgoingMetadataTest.class, SERVER))
            .overrideRuntimeConfigKey("quarkus.messaging.nats.reconnect-wait", "50ms")
            .overrideRuntimeConfigKey("quarkus.messaging.nats.reconnect-jitter", "20ms")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.plain.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.short.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.later.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.cut.connector", "nats");

    static void streams(NatsProbe probe) {
        probe.createStream("plain", "plain", "scheduled.plain.*", "other.*");
        probe.createStream("cut", "cut.>", "cut");
        probe.createStream(StreamConfiguration.builder().name("short").subjects("short").allowMessageTtl().build());
        probe.createStream(StreamConfiguration.builder().name("later").subjects("later", "scheduled.later.*")
                .allowMessageSchedules().allowMessageTtl().build());
        probe.createStream(StreamConfiguration.builder().name("elsewhere").subjects("elsewhere.*").allowMessageSchedules()
                .build());
    }

    @Inject
    @Channel("plain")
    MutinyEmitter<String> plain;
    @Inject
    @Channel("short")
    MutinyEmitter<String> brief;
    @Inject
    @Channel("later")
    MutinyEmitter<String> later;
    @Inject
    @Channel("cut")
    MutinyEmitter<String> cut;
    NatsProbe probe;

    @BeforeEach
    void connect() {
        probe = new NatsProbe(SERVER);
    }

    @AfterEach
    void disconnect() {
        probe.close();
    }

    private static Message<String> with(String payload, OutgoingNatsMetadata.Builder metadata) {
        return Message.of(payload, Metadata.of(metadata.build()));
    }

    private MessageInfo last(String stream, String subject) {
        try {
            return probe.management().getLastMessage(stream, subject);
        } catch (JetStreamApiException e) {
            return null;
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aFailedExpectationIsNackedAtOnce() {
        plain.sendAndAwait("first");
        long end = probe.messages("plain");
        assertThatThrownBy(() -> plain
                .sendMessageAndAwait(with("x", OutgoingNatsMetadata.builder().expectedLastSequence(end + 7))))
                .hasMessageContaining("the stream is not as the message expects it: wrong last sequence: " + end + " [10071]");
        assertThatThrownBy(() -> plain
                .sendMessageAndAwait(with("x", OutgoingNatsMetadata.builder().expectedLastSubjectSequence(0))))
                .hasMessageContaining("the stream is not as the message expects it: wrong last sequence: ");
        assertThat(probe.messages("plain")).isEqualTo(end);
        plain.sendMessageAndAwait(with("y", OutgoingNatsMetadata.builder().expectedLastSequence(end)));
        plain.sendMessageAndAwait(with("z", OutgoingNatsMetadata.builder().expectedLastSubjectSequence(end + 1)));
        plain.sendMessageAndAwait(
                with("o", OutgoingNatsMetadata.builder().subject("other.new").expectedLastSubjectSequence(0)));
        assertThat(probe.messages("plain")).isEqualTo(end + 3);
    }

    /** The server reads what was sent, stores it, and finds nobody to confirm it to. */
    private void storedUnheard(OutgoingNatsMetadata.Builder metadata) {
        long before = probe.messages("cut");
        SERVER.freeze();
        CompletableFuture<Void> sent;
        try {
            sent = cut.sendMessage(with("once", metadata)).subscribeAsCompletionStage();
            await().during(Duration.ofMillis(200)).atMost(SOON).until(() -> !sent.isDone());
            CuttableProxy.cut(OutgoingMetadataTest.class);
        } finally {
            SERVER.thaw();
        }
        assertThat(sent).as("not refused by its own first try").succeedsWithin(SOON);
        assertThat(probe.messages("cut")).isEqualTo(before + 1);
    }

    @Test
    void anExpectationIsNotFailedByAnEarlierTryOfTheSameMessage() {
        cut.sendAndAwait("before");
        storedUnheard(OutgoingNatsMetadata.builder().expectedLastSequence(probe.messages("cut")));
        storedUnheard(OutgoingNatsMetadata.builder().subject("cut.key").expectedLastSubjectSequence(0));
    }

    @Test
    @NeedsServer(value = "2.11", why = "the time to live of a message")
    void aMessageLivesAsLongAsItSays() {
        brief.sendMessageAndAwait(with("x", OutgoingNatsMetadata.builder().timeToLive(Duration.ofSeconds(1))));
        assertThat(last("short", "short").getHeaders().getFirst("Nats-TTL")).isEqualTo("1s");
        brief.sendAndAwait("stays");
        await().atMost(SOON).until(() -> probe.messages("short") == 1);
        assertThat(new String(last("short", "short").getData())).isEqualTo("stays");
    }

    @Test
    @NeedsServer(value = "2.11", why = "the time to live of a message")
    void aStreamThatAllowsNoTimeToLiveIsNamedWithWhatToSwitchOn() {
        assertThatThrownBy(() -> plain
                .sendMessageAndAwait(with("x", OutgoingNatsMetadata.builder().timeToLive(Duration.ofHours(1)))))
                .hasMessageContaining("the stream `plain` does not allow a time to live of a message; write "
                        + "quarkus.messaging.nats.streams.\"plain\".allow-message-ttl=true");
        plain.sendAndAwait("the next");
    }

    @Test
    @NeedsServer(value = "2.12", why = "later delivery")
    void aMessageAppearsAtItsTimeAndNotBefore() {
        Instant time = Instant.now().plusSeconds(3);
        OutgoingNatsMetadata.Builder metadata = OutgoingNatsMetadata.builder().header("Color", "blue").deliverAt(time)
                .timeToLive(Duration.ofHours(1));
        later.sendMessageAndAwait(with("one", metadata));
        later.sendMessageAndAwait(with("two", metadata));
        assertThat(last("later", "later")).isNull();
        assertThat(last("later", "scheduled.later.*")).as("it waits").isNotNull();
        await().atMost(SOON).until(() -> probe.messages("later") == 2 && last("later", "scheduled.later.*") == null);
        MessageInfo stored = last("later", "later");
        assertThat(new String(stored.getData())).isEqualTo("two");
        assertThat(stored.getTime().toInstant()).isAfterOrEqualTo(time);
        assertThat(stored.getHeaders().getFirst("Color")).isEqualTo("blue");
        assertThat(stored.getHeaders().getFirst("Nats-TTL")).isEqualTo("3600s");
    }

    @Test
    @NeedsServer(value = "2.12", why = "later delivery")
    void whereALaterDeliveryIsNotPossibleItIsSaidWhatToWrite() {
        Instant time = Instant.now().plusSeconds(60);
        assertThatThrownBy(() -> plain.sendMessageAndAwait(with("x", OutgoingNatsMetadata.builder().deliverAt(time))))
                .hasMessageContaining("the stream `plain` does not allow messages to be delivered at a later time; write "
                        + "quarkus.messaging.nats.streams.\"plain\".allow-message-schedules=true");
        assertThatThrownBy(() -> brief.sendMessageAndAwait(with("x", OutgoingNatsMetadata.builder().deliverAt(time))))
                .hasMessageContaining("under which the message would wait; add `scheduled.short.*` to the subjects of the "
                        + "stream that stores `short`");
        assertThatThrownBy(() -> later
                .sendMessageAndAwait(with("x", OutgoingNatsMetadata.builder().deliverAt(time, "elsewhere"))))
                .hasMessageContaining("deliverAt: the stream `elsewhere` would keep the message but does not store its "
                        + "subject `later`; one stream must store both");
        plain.sendAndAwait("the next");
    }

    @Test
    void aSubjectThatIsTooLongForTheProtocolIsNackedAndTheConnectionStays() {
        assertThatThrownBy(() -> plain
                .sendMessageAndAwait(with("x", OutgoingNatsMetadata.builder().subject("other." + "x".repeat(5000)))))
                .hasMessageContaining("too long");
        plain.sendAndAwait("the next");
        assertThat(SERVER.log()).doesNotContain("maximum control line exceeded");
    }
}
