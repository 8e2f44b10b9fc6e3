package io.quarkiverse.messaging.nats.examples.orders;

import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;

/** Takes orders. A {@code send} ends when the stream has stored the order, and not before. */
@ApplicationScoped
public class Shop {

    /** Sent and not yet stored, in one burst; the emitter's buffer has room for several bursts at once. */
    private static final int AT_ONCE = 128;

    // tag::send[]
    @Inject
    @Channel("placed")
    @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = 16 * AT_ONCE)
    MutinyEmitter<Order> placed;

    Uni<Order> place(Order order) {
        return placed.send(order).replaceWith(order);
    }
    // end::send[]

    Uni<Void> placeMany(int count) {
        List<String> items = PriceList.items();
        return Multi.createFrom().range(0, count)
                .onItem().transformToUni(number -> placed.send(
                        new Order(UUID.randomUUID().toString(), items.get(number % items.size()), 1 + number % 5, null)))
                .merge(AT_ONCE)
                .onItem().ignoreAsUni();
    }
}
