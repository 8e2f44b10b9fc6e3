/**
 * What an application may plug in: failure strategies, sequence stores, credentials, client options. Imports the root package
 * only.
 */
package io.quarkiverse.messaging.nats.spi;
