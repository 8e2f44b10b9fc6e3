package io.quarkiverse.messaging.nats.examples.orders;

/** Thrown on request: somebody wants to see what becomes of a message whose handler throws. */
class PackingFailed extends RuntimeException {

    PackingFailed(Order order, long deliveryCount) {
        super("Order " + order.id() + " was not packed, delivery " + deliveryCount + ": the handler is told to fail",
                null, false, false); // without a stack trace: nobody has to look for the place
    }
}
