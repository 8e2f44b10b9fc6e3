package io.quarkiverse.messaging.nats.examples.scenarios;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Incoming;

import io.quarkiverse.messaging.nats.IncomingNatsMetadata;
import io.smallrye.mutiny.Uni;

/** A durable receiver: after a restart, or a crash, it goes on where it was. Each order takes it a moment. */
@ApplicationScoped
public class Warehouse {

    @Inject
    Report report;

    @Incoming("warehouse")
    Uni<Void> receive(Order order, IncomingNatsMetadata metadata) {
        return Uni.createFrom().voidItem()
                .onItem().delayIt().by(Duration.ofMillis(1))
                .invoke(() -> report.handled("warehouse", order, metadata));
    }
}
