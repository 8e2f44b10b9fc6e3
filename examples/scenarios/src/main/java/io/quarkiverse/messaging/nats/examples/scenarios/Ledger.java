package io.quarkiverse.messaging.nats.examples.scenarios;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Incoming;

import io.quarkiverse.messaging.nats.IncomingNatsMetadata;

/** Books orders one after the other; each fifth one fails twice, and no later one is booked meanwhile. */
@ApplicationScoped
public class Ledger {

    @Inject
    Report report;

    @Incoming("ledger")
    void book(Order order, IncomingNatsMetadata metadata) {
        if (order.amount() % 5 == 0 && metadata.deliveryCount() < 3) {
            throw new IllegalStateException("the books are closed for a moment");
        }
        report.handled("ledger", order, metadata);
    }
}
