package io.quarkiverse.messaging.nats.runtime.incoming;

import io.quarkiverse.messaging.nats.IncomingNatsMetadata;

/** Reads a payload as an element of the list that a batch's method takes; implemented by the connector. */
@FunctionalInterface
public interface BatchDecoder {

    /**
     * @param payload the bytes
     * @param metadata of the delivery
     * @return the element; throws what goes through the failure strategy
     */
    Object decode(byte[] payload, IncomingNatsMetadata metadata);
}
