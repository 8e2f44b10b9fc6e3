package io.quarkiverse.messaging.nats.examples.orders;

import java.math.BigDecimal;

/**
 * The payload, JSON in the stream.
 *
 * @param price for the whole quantity; {@code null} until the order is priced
 */
public record Order(String id, String item, int quantity, BigDecimal price) {

    /** @return the same order with its price */
    Order priced(BigDecimal total) {
        return new Order(id, item, quantity, total);
    }
}
