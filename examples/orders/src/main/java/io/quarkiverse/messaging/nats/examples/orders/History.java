package io.quarkiverse.messaging.nats.examples.orders;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Incoming;

import io.quarkiverse.messaging.nats.IncomingNatsMetadata;

/** Reads all that the stream holds, from its beginning, and then on: after a restart the page is what it was. */
@ApplicationScoped
public class History {

    @Inject
    RecentEvents events;
    @Inject
    Tally tally;

    @Incoming("history")
    void read(Order order, IncomingNatsMetadata metadata) {
        OrderEvent event = OrderEvent.stored(order, metadata);
        tally.stored(event, metadata.timestamp());
        events.add(event);
    }
}
