/**
 * The way of a message out: encoded, bounded, published, confirmed. {@link
 * io.quarkiverse.messaging.nats.runtime.outgoing.OutgoingChannel} reads as that chain. Imports the root package, spi,
 * config, connection, health, payload and i18n.
 */
package io.quarkiverse.messaging.nats.runtime.outgoing;
