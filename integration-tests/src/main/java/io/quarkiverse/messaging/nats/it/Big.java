package io.quarkiverse.messaging.nats.it;

import java.util.concurrent.atomic.AtomicInteger;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;

/** Large payloads, out and in. */
@ApplicationScoped
public class Big {

    @ConfigProperty(name = "it.big-count", defaultValue = "0")
    int count;
    @ConfigProperty(name = "it.big-bytes", defaultValue = "1000000")
    int bytes;

    private final AtomicInteger received = new AtomicInteger();

    @Outgoing("big")
    Multi<byte[]> publish() {
        return Multi.createFrom().range(0, count).map(i -> new byte[bytes]);
    }

    @Incoming("big-in")
    @Blocking
    void receive(byte[] payload) {
        int now = received.incrementAndGet();
        if (payload.length == bytes && now % 10 == 0) {
            Say.line("BIG " + now);
        }
    }
}
