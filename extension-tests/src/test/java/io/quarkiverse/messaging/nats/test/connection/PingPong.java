package io.quarkiverse.messaging.nats.test.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;

import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.reactive.messaging.MutinyEmitter;

/** An application that sends to itself by way of a server. */
@ApplicationScoped
public class PingPong {

    static final Duration SOON = Duration.ofSeconds(20);

    @Inject
    @Channel("ping-out")
    MutinyEmitter<String> out;

    private final List<String> received = new CopyOnWriteArrayList<>();

    /**
     * @param server where it connects to
     * @param beans more of its beans
     * @return it, with nothing said yet about credentials
     */
    static QuarkusUnitTest on(NatsServer server, Class<?>... beans) {
        return new QuarkusUnitTest()
                .withApplicationRoot(jar -> jar.addClasses(PingPong.class, Once.class, Certificates.class).addClasses(beans))
                .overrideRuntimeConfigKey("quarkus.http.test-port", "0")
                .overrideConfigKey("quarkus.messaging.nats.servers", server.url())
                .overrideRuntimeConfigKey("mp.messaging.outgoing.ping-out.connector", "nats")
                .overrideRuntimeConfigKey("mp.messaging.outgoing.ping-out.subject", "ping")
                .overrideRuntimeConfigKey("mp.messaging.incoming.ping.connector", "nats")
                .setAfterAllCustomizer(server::close);
    }

    @Incoming("ping")
    void receive(String text) {
        received.add(text);
    }

    /** Sends; ends when the server has stored it. */
    CompletableFuture<Void> send(String text) {
        return out.send(text).subscribeAsCompletionStage();
    }

    List<String> received() {
        return received;
    }

    void sendAndReceive(String text) {
        assertThat(send(text)).succeedsWithin(SOON);
        await().atMost(SOON).until(() -> received.contains(text));
    }
}
