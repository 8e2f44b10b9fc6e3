package io.quarkiverse.messaging.nats.runtime.kv;

import io.quarkiverse.messaging.nats.runtime.sequence.SequenceSet;
import io.quarkiverse.messaging.nats.spi.StreamPosition;

/**
 * The value of a message's key.
 *
 * @param kind what became of it
 * @param storedAt the message's fingerprint
 * @param owner who said so
 * @param leaseEnd until when the owner has it for itself, by its clock; 0 where nobody works on it
 */
record KvValue(char kind, long storedAt, String owner, long leaseEnd) {

    /** Somebody works on it. */
    static final char WORKING = 'P';
    /** It is to be put aside, as whoever worked on it was lost. */
    static final char UNCERTAIN = 'U';
    /** It was processed. */
    static final char DONE = 'D';
    /** It was put aside. */
    static final char DEAD = 'X';

    static KvValue of(char kind, StreamPosition position, String owner, long leaseEnd) {
        return new KvValue(kind, SequenceSet.nanos(position.storedAt()), owner, leaseEnd);
    }

    static KvValue parse(String text) {
        String[] parts = text.split("\\|");
        return new KvValue(parts[0].charAt(0), Long.parseLong(parts[1]), parts[2], Long.parseLong(parts[3]));
    }

    String text() {
        return kind + "|" + storedAt + "|" + owner + "|" + leaseEnd;
    }

    boolean isOf(StreamPosition position) {
        return storedAt == SequenceSet.nanos(position.storedAt());
    }

    boolean isEnded() {
        return kind == DONE || kind == DEAD;
    }
}
