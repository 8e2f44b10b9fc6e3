package io.quarkiverse.messaging.nats.test.devui;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;

import io.quarkiverse.messaging.nats.IncomingNatsMetadata;
import io.smallrye.mutiny.Uni;

/**
 * Bills orders, one after another so that many of them wait, and packs what is billed; what is fragile at the second attempt.
 */
@ApplicationScoped
public class Shop {

    static final String CONFIGURATION = """
            quarkus.messaging.nats.streams."ORDERS".subjects=orders.>
            quarkus.messaging.nats.streams."BILLS".subjects=bills.>
            mp.messaging.incoming.orders.connector=nats
            mp.messaging.incoming.orders.subject=orders.placed
            mp.messaging.incoming.orders.durable=billing
            mp.messaging.incoming.orders.sequence-store=memory
            mp.messaging.outgoing.bills.connector=nats
            mp.messaging.outgoing.bills.subject=bills.new
            mp.messaging.incoming.parcels.connector=nats
            mp.messaging.incoming.parcels.subject=bills.new
            mp.messaging.incoming.parcels.durable=packing
            mp.messaging.incoming.parcels.backoff=500ms
            """;

    private static final Duration WORK = Duration.ofMillis(12);

    @Incoming("orders")
    @Outgoing("bills")
    Uni<String> bill(String order) {
        return Uni.createFrom().item(order).onItem().delayIt().by(WORK);
    }

    @Incoming("parcels")
    void pack(String bill, IncomingNatsMetadata delivery) {
        if (bill.contains("fragile") && delivery.deliveryCount() == 1) {
            throw new IllegalStateException("dropped");
        }
    }
}
