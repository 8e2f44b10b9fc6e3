package io.quarkiverse.messaging.nats.benchmarks.framework;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Multi;

/** Says when it has started, as the worker does. */
@ApplicationScoped
public class Ready {

    void start(@Observes StartupEvent event) {
        System.out.println("ready");
    }

    @Outgoing("inside")
    Multi<byte[]> nothing() {
        return Multi.createFrom().nothing();
    }

    @Incoming("inside")
    @NonBlocking
    void inside(byte[] payload) {
        // there is none
    }
}
