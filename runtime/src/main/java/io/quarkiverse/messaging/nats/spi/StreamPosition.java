package io.quarkiverse.messaging.nats.spi;

import java.time.Instant;

/**
 * A message of a stream. The time is its fingerprint: the same at every delivery, another one where the stream lost its
 * end and gave the sequence to a new message.
 *
 * @param sequence its sequence in the stream
 * @param storedAt when the stream stored it, to the nanosecond
 */
public record StreamPosition(long sequence, Instant storedAt) {
}
