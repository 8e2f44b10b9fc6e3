/**
 * The store {@code nats-stream}: outputs and markers in one atomic batch. Imports spi, config, sequence and i18n.
 */
package io.quarkiverse.messaging.nats.runtime.transactions;
