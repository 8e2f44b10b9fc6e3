/**
 * The way of a message in: pulled, held, given to the application, settled. {@link
 * io.quarkiverse.messaging.nats.runtime.incoming.MessageFlow} reads as that chain. Everything of a channel happens on
 * its event loop. Imports the root package, spi, config, connection, consumer, health and i18n.
 */
package io.quarkiverse.messaging.nats.runtime.incoming;
