package io.quarkiverse.messaging.nats.examples.queuegroup;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Incoming;

import io.quarkiverse.messaging.nats.IncomingNatsMetadata;
import io.quarkus.logging.Log;

/** A member of a group: each order goes to one of them. Whoever starts the application once more adds a member. */
@ApplicationScoped
public class Packer {

    private final long process = ProcessHandle.current().pid();

    @Incoming("orders")
    void pack(String item, IncomingNatsMetadata metadata) {
        Log.infof("Packer %d packs order %d, a %s", process, metadata.streamSequence(), item);
    }
}
