/** Failure strategies, one file each, found by their identifier. Import the root package, spi and i18n only. */
package io.quarkiverse.messaging.nats.runtime.failure;
