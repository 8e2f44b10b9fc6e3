package io.quarkiverse.messaging.nats.examples.orders;

import java.util.UUID;

import jakarta.ws.rs.BadRequestException;

/** What a customer asks for; nothing of it is trusted. */
public record OrderRequest(String item, Integer quantity) {

    private static final int LONGEST_ITEM = 60;
    private static final int MOST = 1000;

    /** @return the order, with an id of its own */
    Order toOrder() {
        if (item == null || item.isBlank() || item.strip().length() > LONGEST_ITEM) {
            throw new BadRequestException("An order needs an item of 1 to " + LONGEST_ITEM + " characters.");
        }
        if (quantity == null || quantity < 1 || quantity > MOST) {
            throw new BadRequestException("An order needs a quantity from 1 to " + MOST + ".");
        }
        return new Order(UUID.randomUUID().toString(), item.strip(), quantity, null);
    }
}
