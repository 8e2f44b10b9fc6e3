package io.quarkiverse.messaging.nats.examples.scenarios;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Incoming;

import io.quarkiverse.messaging.nats.IncomingNatsMetadata;

/** Receives orders; a message that is no order never gets here, but goes through the failure strategy. */
@ApplicationScoped
public class Billing {

    @Inject
    Report report;

    @Incoming("billing")
    void bill(Order order, IncomingNatsMetadata metadata) {
        report.handled("billing", order, metadata);
    }
}
