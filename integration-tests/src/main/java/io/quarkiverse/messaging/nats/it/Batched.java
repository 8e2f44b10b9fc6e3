package io.quarkiverse.messaging.nats.it;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Incoming;

import io.quarkiverse.messaging.nats.IncomingNatsBatchMetadata;

/** Says which batches it handles. */
@ApplicationScoped
public class Batched {

    @Incoming("batches")
    void handle(List<String> batch, IncomingNatsBatchMetadata metadata) {
        Say.line("BATCH " + batch.size() + " " + metadata.messages().get(0).streamSequence());
    }
}
