package io.quarkiverse.messaging.nats.examples.scenarios;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Incoming;

import io.quarkiverse.messaging.nats.IncomingNatsMetadata;
import io.smallrye.mutiny.Uni;

/** A member of a queue group: each order goes to one of the members. Each takes it a moment. */
@ApplicationScoped
public class Packer {

    @Inject
    Report report;

    @Incoming("packing")
    Uni<Void> pack(Order order, IncomingNatsMetadata metadata) {
        return Uni.createFrom().voidItem()
                .onItem().delayIt().by(Duration.ofMillis(1))
                .invoke(() -> report.handled("packing", order, metadata));
    }
}
