package io.quarkiverse.messaging.nats.examples.orders;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

import io.quarkiverse.messaging.nats.IncomingNatsMetadata;
import io.quarkiverse.messaging.nats.OutgoingNatsMetadata;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;

/** Packs orders. An exception is all it takes for an order to come again later. */
@ApplicationScoped
public class Warehouse {

    /** Says in the stream at which delivery the packing succeeded. */
    static final String ATTEMPT = "Packing-Attempt";

    @Inject
    @Channel("packed")
    MutinyEmitter<Order> packed;
    @Inject
    FailingSwitch failing;
    @Inject
    Tally tally;
    @Inject
    RecentEvents events;
    @ConfigProperty(name = "orders.packing-time")
    Duration packingTime;

    @Incoming("warehouse")
    Uni<Void> pack(Order order, IncomingNatsMetadata delivery) {
        return Uni.createFrom().voidItem()
                .onItem().delayIt().by(packingTime)
                .invoke(() -> failIfTold(order, delivery))
                .chain(() -> packed.sendMessage(Message.of(order, Metadata.of(recordOf(order, delivery)))));
    }

    private void failIfTold(Order order, IncomingNatsMetadata delivery) {
        if (failing.isOn()) {
            tally.failed();
            events.add(OrderEvent.failed(order, delivery));
            throw new PackingFailed(order, delivery.deliveryCount());
        }
    }

    // tag::metadata[]
    /** The id lets the server drop a second record of an order that is packed again after a crash. */
    private static OutgoingNatsMetadata recordOf(Order order, IncomingNatsMetadata delivery) {
        return OutgoingNatsMetadata.builder()
                .messageId("packed-" + order.id())
                .header(ATTEMPT, Long.toString(delivery.deliveryCount()))
                .build();
    }
    // end::metadata[]
}
