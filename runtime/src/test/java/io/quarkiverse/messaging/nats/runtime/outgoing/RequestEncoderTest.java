package io.quarkiverse.messaging.nats.runtime.outgoing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.nats.client.impl.Headers;
import io.quarkiverse.messaging.nats.Deliveries;
import io.quarkiverse.messaging.nats.IncomingNatsMetadata;
import io.quarkiverse.messaging.nats.OutgoingNatsMetadata;
import io.quarkiverse.messaging.nats.runtime.config.TestConfig;
import io.quarkiverse.messaging.nats.runtime.i18n.ReplyRefusedException;
import io.quarkiverse.messaging.nats.runtime.payload.PayloadEncoder;

class RequestEncoderTest {

    private final RequestEncoder encoder = encoder(0);

    @Test
    void theChannelsSubjectAndAnIdOfItsOwn() {
        PendingPublish publish = encoder.encode(null, Message.of("hello"));
        assertThat(publish.subject).isEqualTo("orders");
        assertThat(publish.body).asString().isEqualTo("hello");
        assertThat(publish.headers.getFirst("Nats-Msg-Id")).isNotBlank();
        assertThat(publish.headers.getFirst("Content-Type")).isEqualTo("text/plain");
        assertThat(publish.headers.containsKey("Nats-Expected-Stream")).isFalse();
    }

    @Test
    void idsAreUniqueOverMessagesAndInstances() {
        Set<String> ids = new HashSet<>();
        RequestEncoder another = encoder(0);
        for (int i = 0; i < 1000; i++) {
            ids.add(encoder.encode(null, Message.of("x")).headers.getFirst("Nats-Msg-Id"));
            ids.add(another.encode(null, Message.of("x")).headers.getFirst("Nats-Msg-Id"));
        }
        assertThat(ids).hasSize(2000);
    }

    @Test
    void theMetadataOfAMessageWins() {
        PendingPublish publish = encoder.encode(null, message(OutgoingNatsMetadata.builder().subject("orders.eu")
                .messageId("order-7").header("Trace", "1").header("Trace", "2").header("Content-Type", "text/csv")
                .headers(new Headers().add("More", "3"))));
        assertThat(publish.subject).isEqualTo("orders.eu");
        assertThat(publish.headers.get("Nats-Msg-Id")).containsExactly("order-7");
        assertThat(publish.headers.get("Trace")).containsExactly("1", "2");
        assertThat(publish.headers.get("More")).containsExactly("3");
        assertThat(publish.headers.get("Content-Type")).containsExactly("text/csv");
    }

    @Test
    void metadataMayLeaveThingsToTheChannel() {
        PendingPublish publish = encoder.encode(null, message(OutgoingNatsMetadata.builder().header("Trace", "1")));
        assertThat(publish.subject).isEqualTo("orders");
        assertThat(publish.headers.get("Nats-Msg-Id")).hasSize(1);
    }

    @Test
    void headersOfTheMetadataAreNotTouched() {
        OutgoingNatsMetadata metadata = OutgoingNatsMetadata.builder().header("Trace", "1").build();
        encoder.encode(null, Message.of("x", Metadata.of(metadata)));
        encoder.encode(null, Message.of("x", Metadata.of(metadata)));
        assertThat(metadata.headers().size()).isEqualTo(1);
    }

    @Test
    void anExpectedStreamIsSaidToTheServer() {
        RequestEncoder withStream = new RequestEncoder(TestConfig.outgoing("orders", "stream", "S"), new PayloadEncoder(),
                () -> 0);
        assertThat(withStream.encode(null, Message.of("x")).headers.get("Nats-Expected-Stream")).containsExactly("S");
    }

    @Test
    void anOutputThatCantBePublishedCountsAsOne() {
        RequestEncoder ofSource = new RequestEncoder(TestConfig.outgoing("orders", "message-id", "source"),
                new PayloadEncoder(), () -> 0);
        IncomingNatsMetadata source = IncomingNatsMetadata.of(Deliveries.of(7, "x"),
                new IncomingNatsMetadata.Reader(Instant.EPOCH, "c"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ofSource.encode(null, Message.of(null, Metadata.of(source))));
        assertThat(ofSource.encode(null, Message.of("x", Metadata.of(source))).messageId).endsWith("-7-1");
    }

    @Test
    void withoutAnIdNoneIsSentNotEvenOneThatWasCopied() {
        RequestEncoder none = new RequestEncoder(TestConfig.outgoing("orders", "message-id", "none"), new PayloadEncoder(),
                () -> 0);
        PendingPublish publish = none.encode(null, message(OutgoingNatsMetadata.builder().header("Nats-Msg-Id", "of old")));
        assertThat(publish.messageId).isNull();
        assertThat(publish.headers.containsKey("Nats-Msg-Id")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({ "orders.*,it has a wildcard", "a..b,it has an empty token", "a b,it contains a space" })
    void aSubjectThatIsNone(String subject, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> encoder.encode(null, message(OutgoingNatsMetadata.builder().subject(subject))))
                .withMessage("QNATS0572: the subject `" + subject
                        + "` of the message's metadata is no subject to publish to (" + why + ")");
    }

    @ParameterizedTest
    @ValueSource(strings = { "a\r\nPUB x 1", "a\nb", "a\rb" })
    void lineBreaksAreRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> encoder.encode(null, message(OutgoingNatsMetadata.builder().messageId(text))))
                .withMessageMatching("QNATS0577: the message id `a +.*` contains a line break");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> encoder.encode(null, message(OutgoingNatsMetadata.builder().subject(text))))
                .withMessageStartingWith("QNATS0572: ").withMessageEndingWith("(it contains a control character)");
        assertThatIllegalArgumentException().isThrownBy(() -> OutgoingNatsMetadata.builder().header("Trace", text));
        assertThatIllegalArgumentException().isThrownBy(() -> OutgoingNatsMetadata.builder().header(text, "x"));
    }

    @Test
    void aMessageThatIsTooLargeForTheServer() {
        PendingPublish fits = encoder(1000).encode(null, message(OutgoingNatsMetadata.builder().messageId("i")));
        int overhead = fits.headers.serializedLength();
        OutgoingNatsMetadata.Builder metadata = OutgoingNatsMetadata.builder().messageId("i");
        assertThat(encoder(1000).encode(null, message("x".repeat(1000 - overhead), metadata)).body)
                .as("headers count too").hasSize(1000 - overhead);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> encoder(1000).encode(null, message("x".repeat(1001 - overhead), metadata)))
                .withMessage("QNATS0573: 1001 bytes are more than the server takes (max_payload 1000)");
        assertThat(encoder(0).encode(null, Message.of("x".repeat(10_000))).body).as("limit not known yet").hasSize(10_000);
    }

    @Test
    void aReplyGoesWhereItsRequestSaysAndNowhereElse() {
        RequestEncoder replies = new RequestEncoder(TestConfig.outgoing("replies", "reply-subjects", "re.>, answers.*"),
                new PayloadEncoder(), () -> 0);
        PendingPublish reply = replies.encode(null, request("re.shop.1", "id-7"));
        assertThat(reply.subject).isEqualTo("re.shop.1");
        assertThat(reply.headers.get("Correlation-Id")).containsExactly("id-7");
        assertThat(replies.encode(null, request("answers.a", null)).headers.containsKey("Correlation-Id")).isFalse();
        for (String subject : new String[] { "orders", "re", "answers.a.b", "re.>", "re.*", "$JS.API.INFO", "re..x", "" }) {
            assertThatExceptionOfType(ReplyRefusedException.class)
                    .isThrownBy(() -> replies.encode(null, request(subject, "id")))
                    .withMessage("QNATS0650: Channel `replies`: the request wants its reply on `" + subject
                            + "`, which `reply-subjects` (`re.>,answers.*`) does not allow; the request is terminated");
        }
        assertThatExceptionOfType(ReplyRefusedException.class)
                .isThrownBy(() -> replies.encode(null, request("re.a", "x".repeat(257))));
        assertThatExceptionOfType(ReplyRefusedException.class).isThrownBy(() -> replies.encode(null, Message.of("x")))
                .withMessageStartingWith("QNATS0649: ");
        PendingPublish failure = replies.encode(null, request("re.a", "id-8").addMetadata(
                OutgoingNatsMetadata.builder().header("Reply-Failure", "not for sale").build()));
        assertThat(failure.subject).isEqualTo("re.a");
        assertThat(failure.headers.getFirst("Correlation-Id")).isEqualTo("id-8");
        assertThat(failure.headers.getFirst("Reply-Failure")).isEqualTo("not for sale");
        PendingPublish own = replies.encode(null, request("secrets", "id-9").addMetadata(
                OutgoingNatsMetadata.builder().subject("elsewhere").build()));
        assertThat(own.subject).as("the application's own word").isEqualTo("elsewhere");
        RequestEncoder both = new RequestEncoder(
                TestConfig.outgoing("replies", "reply-subjects", "re.>", "subject", "others"), new PayloadEncoder(), () -> 0);
        assertThat(both.encode(null, Message.of("x")).subject).isEqualTo("others");
    }

    private static Message<String> request(String replyTo, String id) {
        Headers headers = new Headers().add("Reply-To", replyTo);
        if (id != null) {
            headers.add("Correlation-Id", id);
        }
        return Message.of("x", Metadata.of(
                IncomingNatsMetadata.of(Deliveries.of("$JS.ACK.S.C.1.7.7.1700000000000000000.0", "x", headers))));
    }

    @Test
    void aNullPayload() {
        assertThatIllegalArgumentException().isThrownBy(() -> encoder.encode(null, Message.of(null)))
                .withMessage("QNATS0579: a null payload can't be published");
    }

    private static RequestEncoder encoder(long maxPayload) {
        return new RequestEncoder(TestConfig.outgoing("orders"), new PayloadEncoder(), () -> maxPayload);
    }

    private static Message<String> message(OutgoingNatsMetadata.Builder metadata) {
        return message("x", metadata);
    }

    private static Message<String> message(String payload, OutgoingNatsMetadata.Builder metadata) {
        return Message.of(payload, Metadata.of(metadata.build()));
    }
}
