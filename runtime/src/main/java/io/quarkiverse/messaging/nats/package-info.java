/**
 * What an application imports: metadata of messages, acknowledgement by hand, exactly-once methods, requests, credentials.
 * What it may plug in is in {@link io.quarkiverse.messaging.nats.spi}; everything under {@code runtime} is internal.
 */
package io.quarkiverse.messaging.nats;
