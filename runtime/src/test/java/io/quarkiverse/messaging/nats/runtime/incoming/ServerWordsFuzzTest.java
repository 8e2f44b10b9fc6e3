package io.quarkiverse.messaging.nats.runtime.incoming;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZonedDateTime;

import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import io.quarkiverse.messaging.nats.Deliveries;
import io.quarkiverse.messaging.nats.IncomingNatsMetadata;
import io.quarkiverse.messaging.nats.runtime.connection.TestConnection;
import io.quarkiverse.messaging.nats.runtime.consumer.BoundConsumer;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** What comes to the inbox of a channel is not always what a server would write: nothing of it may stop the channel. */
class ServerWordsFuzzTest {

    private static final BoundConsumer CONSUMER = new BoundConsumer("S", ZonedDateTime.now(), "C", ZonedDateTime.now(), null,
            0);

    private static NatsServer server;
    private static NatsProbe probe;
    private static PullSession session;

    @BeforeContainer
    static void start() {
        server = NatsServer.start();
        probe = new NatsProbe(server);
        session = new PullSession(TestConnection.of(probe), CONSUMER, null, () -> {
        });
    }

    @AfterContainer
    static void stop() {
        session.close();
        probe.close();
        server.close();
    }

    @Provide
    Arbitrary<String> words() {
        return Arbitraries.oneOf(
                Arbitraries.of("0", "1", "-1", "7", "2147483648", "99999999999999999999", "", "x", "1 ", "0x1"),
                Arbitraries.integers().map(String::valueOf), Arbitraries.strings().withCharRange('!', '~').ofMaxLength(8));
    }

    @Property(tries = 500)
    void theEndOfAPull(@ForAll("words") String tail, @ForAll("words") String left) {
        session.pull(5, 1000, Duration.ofSeconds(1));
        session.ended(NatsMessage.builder().subject("_INBOX.abc." + tail + "0")
                .headers(new Headers().put("Nats-Pending-Messages", left)).build());
        assertThat(session.askedMessages()).isNotNegative();
        assertThat(session.askedBytes()).isNotNegative();
        session.forgetPulls();
    }

    @Provide
    Arbitrary<String> replies() {
        Arbitrary<String> token = Arbitraries.oneOf(words(), Arbitraries.of("S", "C", "1700000000000000000"));
        Arbitrary<String> acks = token.list().ofMinSize(5).ofMaxSize(11).map(tokens -> "$JS.ACK." + String.join(".", tokens));
        return Arbitraries.oneOf(acks, Arbitraries.strings().withCharRange('!', '~').ofMaxLength(20).map(text -> text + "x"));
    }

    @Property(tries = 800)
    void theReplySubjectOfADelivery(@ForAll("replies") String reply) {
        IncomingNatsMetadata metadata = IncomingNatsMetadata.of(Deliveries.of(reply, "x", null));
        if (metadata != null) {
            assertThat(metadata.toString()).contains("sequence");
            assertThat(metadata.timestamp()).isNotNull();
            assertThat(metadata.header("any")).isNull();
            assertThat(metadata.consumer()).isNotNull();
        }
    }
}
