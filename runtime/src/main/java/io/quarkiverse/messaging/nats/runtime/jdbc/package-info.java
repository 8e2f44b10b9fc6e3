/**
 * The store {@code jdbc}: the record is a row that the method's own transaction writes. There only where the application has
 * Agroal and Narayana. Imports the root package, spi, config, sequence and i18n.
 */
package io.quarkiverse.messaging.nats.runtime.jdbc;
