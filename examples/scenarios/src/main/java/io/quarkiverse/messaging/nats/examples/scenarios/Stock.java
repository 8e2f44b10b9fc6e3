package io.quarkiverse.messaging.nats.examples.scenarios;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Incoming;

import io.quarkiverse.messaging.nats.ChannelCaughtUp;
import io.quarkiverse.messaging.nats.IncomingNatsMetadata;

/** A projection in memory, built anew from the stream at each start, and served only when it is current. */
@ApplicationScoped
public class Stock {

    @Inject
    Report report;

    @Incoming("stock")
    void apply(Order order, IncomingNatsMetadata metadata) {
        report.handled("stock", order, metadata);
    }

    void current(@Observes ChannelCaughtUp event) {
        report.caughtUp(event);
    }
}
