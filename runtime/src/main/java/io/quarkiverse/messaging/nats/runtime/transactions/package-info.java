/**
 * The store {@code nats-stream}: outputs and markers in one atomic batch. Imports the root package, spi, config,
 * connection, sequence and i18n.
 */
package io.quarkiverse.messaging.nats.runtime.transactions;
