package io.quarkiverse.messaging.nats.test;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Takes the channel {@code orders}. */
@ApplicationScoped
public class Receiver {

    @Inject
    Received received;

    @Incoming("orders")
    void receive(String order) {
        received.add(order);
    }
}
