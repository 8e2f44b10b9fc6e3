/** A shop: orders are placed, priced and packed, and a page watches them. */
package io.quarkiverse.messaging.nats.examples.orders;
