package io.quarkiverse.messaging.nats.examples.scenarios;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Incoming;

import io.quarkiverse.messaging.nats.IncomingNatsMetadata;
import io.quarkiverse.messaging.nats.NatsAcknowledgement;

/** Settles by hand: asks for an odd order again, forgets an even one at first, and acks at the second delivery. */
@ApplicationScoped
public class Approval {

    @Inject
    Report report;

    @Incoming("approval")
    CompletionStage<Void> approve(Order order, IncomingNatsMetadata metadata, NatsAcknowledgement acknowledgement) {
        report.handled("approval", order, metadata);
        if (metadata.deliveryCount() > 1) {
            return acknowledgement.ackConfirmed();
        }
        return order.amount() % 2 == 1 ? acknowledgement.nak(Duration.ofMillis(200)) : CompletableFuture.completedStage(null);
    }
}
