package io.quarkiverse.messaging.nats.examples.durable;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.reactive.messaging.MutinyEmitter;

/** Five orders at each start. */
@ApplicationScoped
public class Shop {

    @Inject
    @Channel("placed")
    MutinyEmitter<String> placed;

    void open(@Observes StartupEvent event) {
        List.of("cup", "kettle", "grinder", "tamper", "filter").forEach(placed::sendAndForget);
    }
}
