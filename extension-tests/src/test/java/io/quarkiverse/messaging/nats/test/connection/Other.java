package io.quarkiverse.messaging.nats.test.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;

import io.smallrye.reactive.messaging.MutinyEmitter;

/** The same as {@link PingPong}, with channels {@code other-out} and {@code other}, for a second connection. */
@ApplicationScoped
public class Other {

    @Inject
    @Channel("other-out")
    MutinyEmitter<String> out;

    private final List<String> received = new CopyOnWriteArrayList<>();

    @Incoming("other")
    void receive(String text) {
        received.add(text);
    }

    List<String> received() {
        return received;
    }

    void sendAndReceive(String text) {
        assertThat(out.send(text).subscribeAsCompletionStage()).succeedsWithin(PingPong.SOON);
        await().atMost(PingPong.SOON).until(() -> received.contains(text));
    }
}
