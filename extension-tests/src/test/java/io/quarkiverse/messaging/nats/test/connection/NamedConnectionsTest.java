package io.quarkiverse.messaging.nats.test.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.reactive.messaging.MutinyEmitter;

/** Channels and streams choose their connection by name; each connection is one, however many channels share it. */
class NamedConnectionsTest {

    static final NatsServer FIRST = NatsServer.of(NamedConnectionsTest.class, Connz.MONITORED);
    static final NatsServer SECOND = NatsServer.of(Other.class, Connz.MONITORED);

    @RegisterExtension
    static final QuarkusUnitTest APP = PingPong.on(FIRST, Other.class, More.class, Connz.class)
            .overrideConfigKey("quarkus.messaging.nats.connections.other.servers", SECOND.url())
            .overrideRuntimeConfigKey("quarkus.messaging.nats.streams.LEDGER.subjects", "ledger.>")
            .overrideRuntimeConfigKey("quarkus.messaging.nats.streams.LEDGER.connection", "other")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.other-out.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.other-out.connection", "other")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.other-out.subject", "ledger.entries")
            .overrideRuntimeConfigKey("mp.messaging.incoming.other.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.other.connection", "other")
            .overrideRuntimeConfigKey("mp.messaging.incoming.other.subject", "ledger.entries")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.more-out.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.more-out.subject", "ping")
            .overrideRuntimeConfigKey("mp.messaging.incoming.more.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.more.connection", "other")
            .overrideRuntimeConfigKey("mp.messaging.incoming.more.subject", "ledger.>")
            .setAfterAllCustomizer(() -> {
                FIRST.close();
                SECOND.close();
            });

    @Inject
    PingPong pingPong;
    @Inject
    Other other;

    @Test
    void whatIsSentGoesToTheServerOfItsChannel() {
        pingPong.sendAndReceive("to the first");
        other.sendAndReceive("to the second");
        assertThat(pingPong.received()).containsExactly("to the first");
        assertThat(other.received()).containsExactly("to the second");
        try (NatsProbe first = new NatsProbe(FIRST); NatsProbe second = new NatsProbe(SECOND)) {
            assertThat(streams(first)).containsExactly("ping");
            assertThat(streams(second)).containsExactly("LEDGER");
            assertThat(first.messages("ping")).isEqualTo(1);
            assertThat(second.messages("LEDGER")).isEqualTo(1);
        }
    }

    @Test
    void eachServerSeesOneConnection() {
        // A probe that has closed may be counted for a moment.
        await().atMost(PingPong.SOON).until(() -> Connz.of(FIRST).size() == 1 && Connz.of(SECOND).size() == 1);
        assertThat(Connz.of(FIRST).get(0).getString("name")).isEqualTo("quarkus-messaging-nats-extension-tests");
    }

    private static Iterable<String> streams(NatsProbe probe) {
        try {
            return probe.management().getStreamNames();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** More channels on both. */
    @ApplicationScoped
    public static class More {

        @Inject
        @Channel("more-out")
        MutinyEmitter<String> out;

        @Incoming("more")
        void receive(String text) {
        }
    }
}
