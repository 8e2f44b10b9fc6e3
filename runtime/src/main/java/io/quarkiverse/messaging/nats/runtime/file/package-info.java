/** The store {@code file}: a log on this machine's disk. Imports spi, config, sequence and i18n. */
package io.quarkiverse.messaging.nats.runtime.file;
