package io.quarkiverse.messaging.nats.runtime.outgoing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

import io.nats.client.impl.NatsMessage;
import io.quarkiverse.messaging.nats.OutgoingNatsMetadata;
import io.quarkiverse.messaging.nats.runtime.config.TestConfig;
import io.quarkiverse.messaging.nats.runtime.payload.PayloadEncoder;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever a message asks for, and whatever answers: it is published as it is, or refused with words; never something else. */
class HostileMessagesFuzzTest {

    private static NatsServer server;
    private static NatsProbe probe;
    private static Sender sender;
    private static PublishQueue queue;
    private static Answers answers;

    private final RequestEncoder encoder = new RequestEncoder(TestConfig.outgoing("orders"), new PayloadEncoder(), () -> 0);

    @BeforeContainer
    static void start() {
        server = NatsServer.start();
        probe = new NatsProbe(server);
        // Takes what is published and says nothing, so that the only answers are those of the test.
        probe.connection().subscribe("silent");
        sender = new Sender(probe, "silent", "retries", "1");
        queue = new PublishQueue(1 << 20);
        queue.open(io.quarkiverse.messaging.nats.runtime.connection.TestConnection.of(probe));
        answers = new Answers(queue, new Retries(queue));
    }

    @AfterContainer
    static void stop() {
        sender.close();
        probe.close();
        server.close();
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(Arbitraries.strings().ofMaxLength(15), Arbitraries.strings().ascii().ofMaxLength(15),
                Arbitraries.of("orders.eu", "", "a\r\nHMSG x 1 1", "a\nb", "a b", "a..b", ">", "\u0000", "\ud83d\ude00",
                        "Nats-Rollup",
                        "traceparent", "Nats-Msg-Id"));
    }

    @Property(tries = 800)
    void subjectsIdsAndHeaders(@ForAll("texts") String subject, @ForAll("texts") String id, @ForAll("texts") String name,
            @ForAll("texts") String value) {
        PendingPublish publish;
        try {
            publish = encoder.encode(null, Message.of("x", Metadata.of(OutgoingNatsMetadata.builder().subject(subject)
                    .messageId(id).header(name, value).build())));
        } catch (IllegalArgumentException | IllegalStateException e) {
            assertThat(e.getMessage()).isNotBlank();
            return;
        }
        assertThat(publish.subject).isNotEmpty().matches("[^\\x00- \\x7f]+")
                .isEqualTo(new String(publish.subject.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
        String written = new String(publish.headers.getSerialized(), StandardCharsets.UTF_8);
        assertThat(written.split("\r\n|\r|\n")).as("no line more than there are headers")
                .hasSize(1 + publish.headers.keySet().size());
    }

    @Provide
    Arbitrary<String> answersOfAny() {
        Arbitrary<String> likely = Arbitraries.of("", "{}", "null", "[]", "+ACK", "{\"stream\":\"S\",\"seq\":1}",
                "{\"stream\":null,\"seq\":-1}", "{\"stream\":1,\"seq\":\"x\"}", "{\"seq\":1e99}", "{\"error\":null}",
                "{\"error\":{}}",
                "{\"error\":\"x\"}", "{\"error\":{\"code\":503}}", "{\"error\":{\"code\":400,\"err_code\":10071}}",
                "{\"error\":{\"code\":400,\"err_code\":10166,\"description\":\"d\"},\"stream\":3}",
                "{\"error\":{\"code\":99999999999,\"err_code\":-1,\"description\":7}}", "{\"error\":[", "\"", "[".repeat(3000));
        Arbitrary<String> coded = Arbitraries.integers().between(10000, 10220)
                .map(code -> "{\"error\":{\"code\":400,\"err_code\":"
                        + code + ",\"description\":\"d\"}}");
        return Arbitraries.oneOf(likely, coded, Arbitraries.strings().ofMaxLength(30));
    }

    @Property(tries = 300)
    void whateverAnswers(@ForAll("answersOfAny") String answer, @ForAll("texts") String tail) {
        PendingPublish publish = encoder.encode(sender.channel, Message.of("x",
                Metadata.of(OutgoingNatsMetadata.builder().subject("silent").build())));
        queue.submit(publish);
        answers.onMessage(NatsMessage.builder().subject("_INBOX.x." + tail.replaceAll("[^!-~]", "x") + "x").data("{}").build());
        answers.onMessage(NatsMessage.builder().subject("_INBOX.x." + publish.id).data(answer).build());
        assertThat(publish.failure == null || publish.failure.getMessage() != null).isTrue();
        queue.over(publish, null, null);
    }
}
