package io.quarkiverse.messaging.nats.examples.scenarios;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Incoming;

import io.quarkiverse.messaging.nats.IncomingNatsMetadata;

/** Receives what is published from now on. The message is acked when the method returns. */
@ApplicationScoped
public class OrderReceiver {

    @Inject
    Report report;

    // tag::receive[]
    @Incoming("orders")
    void receive(Order order, IncomingNatsMetadata metadata) {
        report.handled("orders", order, metadata);
    }
    // end::receive[]
}
