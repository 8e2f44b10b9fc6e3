package io.quarkiverse.messaging.nats.examples.manualack;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.reactive.messaging.MutinyEmitter;

/** Three applications at each start. */
@ApplicationScoped
public class Applicants {

    @Inject
    @Channel("sent")
    MutinyEmitter<String> sent;

    void apply(@Observes StartupEvent event) {
        List.of("Ann, signed", "Ben, unsigned", "Cheap watches").forEach(sent::sendAndForget);
    }
}
