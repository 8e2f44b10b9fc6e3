/** The store {@code nats-kv}: claims and results in a bucket of the server. Imports spi, config, sequence and i18n. */
package io.quarkiverse.messaging.nats.runtime.kv;
