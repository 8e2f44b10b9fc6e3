package io.quarkiverse.messaging.nats.spi;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import io.nats.client.Connection;

/**
 * Remembers which messages of a subscription were processed, so that one that is delivered again is not processed again.
 * A bean of this type with {@code @Identifier("name")} is chosen with {@code sequence-store=name}. It is asked for every
 * delivery: after a server was killed, messages with confirmed acks come back with a delivery count of 1.
 */
public interface SequenceStore {

    /** What a store can promise. */
    enum Guarantee {
        /** The record follows the effect: at-least-once in the window between the two, once outside of it. */
        DEDUPLICATED,
        /** The record is part of the effect: both happen, or neither. */
        EXACTLY_ONCE
    }

    /**
     * A channel that chose this store, as far as that shows before a server is asked.
     *
     * @param channel its name
     * @param durable its durable, never {@code null}
     * @param queueGroup its queue group, or {@code null}
     * @param batch whether its method takes a list
     * @param deadLetterSubject where it puts messages aside, or {@code null}
     */
    record Wish(String channel, String durable, String queueGroup, boolean batch, String deadLetterSubject) {
    }

    /**
     * What a store is opened for.
     *
     * @param channel the channel's name, for sentences
     * @param key whose record it is
     * @param connection the connection of the moment; it changes when the client builds a new one, so it is to be asked
     *        for each time, and gives {@code null} where there is none
     * @param replicas on how many servers the source stream is kept
     * @param ackWait after how long the server delivers an unsettled message again
     */
    record Opening(String channel, ConsumerKey key, Supplier<Connection> connection, int replicas, Duration ackWait) {
    }

    /** @return what it promises */
    Guarantee guarantee();

    /** @return whether all instances of an application see the same record; one that is not shared has no queue group */
    boolean isShared();

    /**
     * Checks what shows without a server.
     *
     * @param wish a channel that chose this store
     * @return a sentence for each mistake: the application does not start
     */
    default List<String> check(Wish wish) {
        return List.of();
    }

    /**
     * Opens the record of a subscription; asked once in the life of an application, again only where it failed or was
     * closed. On a worker thread: it may block. A store that is not shared is opened when this instance gets its first message,
     * as a stand-by must not hold it.
     *
     * @param opening for whom
     * @return the record
     * @throws Exception where that is not possible now: the channel says so, and it is tried again
     */
    ProcessedSequences open(Opening opening) throws Exception;
}
