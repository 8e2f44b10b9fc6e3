package io.quarkiverse.messaging.nats.examples.scenarios;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Incoming;

import io.quarkiverse.messaging.nats.IncomingNatsBatchMetadata;

/** Takes many orders at once, as for one insert of many rows. */
@ApplicationScoped
public class Archive {

    @Inject
    Report report;

    @Incoming("archive")
    void store(List<Order> orders, IncomingNatsBatchMetadata metadata) {
        report.batch(orders.size());
        for (int i = 0; i < orders.size(); i++) {
            report.handled("archive", orders.get(i), metadata.messages().get(i));
        }
    }
}
