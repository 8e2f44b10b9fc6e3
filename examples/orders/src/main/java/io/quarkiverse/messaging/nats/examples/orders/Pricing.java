package io.quarkiverse.messaging.nats.examples.orders;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;

/** Makes a priced order of a placed one, which is acked once the priced one is stored. */
@ApplicationScoped
public class Pricing {

    // tag::price[]
    @Incoming("pricing")
    @Outgoing("priced")
    Order price(Order order) {
        return order.priced(PriceList.price(order.item(), order.quantity()));
    }
    // end::price[]
}
