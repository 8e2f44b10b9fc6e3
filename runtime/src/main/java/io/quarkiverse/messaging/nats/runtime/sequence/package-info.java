/**
 * The record of what was processed: the tracker that stores keep, whether a record still fits its stream, and the store
 * {@code memory}. Imports spi, config and i18n.
 */
package io.quarkiverse.messaging.nats.runtime.sequence;
