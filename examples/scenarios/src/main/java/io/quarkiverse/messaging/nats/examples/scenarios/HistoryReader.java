package io.quarkiverse.messaging.nats.examples.scenarios;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Incoming;

import io.quarkiverse.messaging.nats.IncomingNatsMetadata;

/** Reads everything that the stream holds, from the first message on, then what comes. */
@ApplicationScoped
public class HistoryReader {

    @Inject
    Report report;

    @Incoming("history")
    void read(Order order, IncomingNatsMetadata metadata) {
        report.handled("history", order, metadata);
    }
}
