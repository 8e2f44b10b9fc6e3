/**
 * Physical connections: options, credentials, TLS, reconnection, dispatchers. Imports the root package, spi, config and
 * i18n.
 */
package io.quarkiverse.messaging.nats.runtime.connection;
