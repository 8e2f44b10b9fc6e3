package io.quarkiverse.messaging.nats;

import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Collects what a transaction publishes. Nothing is sent before the transaction's work has ended.
 *
 * @param <T> the type of payloads
 */
public interface TransactionalEmitter<T> {

    /**
     * @param payload becomes a message of the channel
     */
    void send(T payload);

    /**
     * @param message a message of the channel; its own acknowledgement is not called, the transaction has one outcome
     * @param <M> its type
     */
    <M extends Message<? extends T>> void send(M message);

    /** The transaction fails in the end, and nothing of it is stored. */
    void markForAbort();

    /** @return whether it will fail */
    boolean isMarkedForAbort();
}
