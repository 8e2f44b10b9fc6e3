package io.quarkiverse.messaging.nats.examples.orders;

import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonIgnore;

import io.quarkiverse.messaging.nats.IncomingNatsMetadata;

/**
 * What happened to an order.
 *
 * @param type the name of the server-sent event
 * @param sequence where the stream holds the message that this is about
 * @param deliveryCount how often it was delivered; for a packed order, how often to the warehouse
 */
public record OrderEvent(@JsonIgnore String type, Order order, long sequence, long deliveryCount) {

    /** Of a message in the stream, whose subject says what it means: {@code orders.placed} is {@code order-placed}. */
    static OrderEvent stored(Order order, IncomingNatsMetadata metadata) {
        long count = Optional.ofNullable(metadata.header(Warehouse.ATTEMPT)).map(Long::parseLong)
                .orElse(metadata.deliveryCount());
        return new OrderEvent(metadata.subject().replace("orders.", "order-"), order, metadata.streamSequence(), count);
    }

    static OrderEvent failed(Order order, IncomingNatsMetadata delivery) {
        return new OrderEvent("order-failed", order, delivery.streamSequence(), delivery.deliveryCount());
    }
}
