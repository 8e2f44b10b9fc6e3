package io.quarkiverse.messaging.nats.runtime.health;

import java.util.concurrent.atomic.LongAdder;

/** What became of the messages of an incoming channel that were not simply processed. Counted since the start. */
public final class ChannelCounters {

    private final LongAdder redelivered = new LongAdder();
    private final LongAdder ignored = new LongAdder();
    private final LongAdder terminated = new LongAdder();
    private final LongAdder deadLettered = new LongAdder();
    private final LongAdder deadLettersNotStored = new LongAdder();
    private final LongAdder expired = new LongAdder();
    private final LongAdder duplicates = new LongAdder();

    /** @return messages that were processed before and acked without their method */
    public LongAdder duplicates() {
        return duplicates;
    }

    /** @return messages that were too old and acked unprocessed */
    public LongAdder expired() {
        return expired;
    }

    /** @return failed deliveries after which the message was asked for again */
    public LongAdder redelivered() {
        return redelivered;
    }

    /** @return failed messages that were acked all the same */
    public LongAdder ignored() {
        return ignored;
    }

    /** @return failed messages that were terminated */
    public LongAdder terminated() {
        return terminated;
    }

    /** @return failed messages that were put aside: their dead letter is stored */
    public LongAdder deadLettered() {
        return deadLettered;
    }

    /** @return dead letters that the server did not store or did not confirm; their messages come again */
    public LongAdder deadLettersNotStored() {
        return deadLettersNotStored;
    }
}
