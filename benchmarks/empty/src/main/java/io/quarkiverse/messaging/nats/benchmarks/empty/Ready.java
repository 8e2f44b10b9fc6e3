package io.quarkiverse.messaging.nats.benchmarks.empty;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.StartupEvent;

/** Says when it has started, as the worker does. */
@ApplicationScoped
public class Ready {

    void start(@Observes StartupEvent event) {
        System.out.println("ready");
    }
}
