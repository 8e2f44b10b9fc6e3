package io.quarkiverse.messaging.nats.examples.orders;

/**
 * Figures.
 *
 * @param lag orders that the stream stores as placed and not yet as packed, counted by reading the stream
 * @param rate orders packed in the latest second
 * @param placed orders in the stream
 * @param priced those of them that are priced
 * @param packed those of them that are packed
 * @param failed failed attempts to pack, since this process started
 * @param failing whether packing is told to fail
 */
public record Stats(long lag, long rate, long placed, long priced, long packed, long failed, boolean failing) {
}
