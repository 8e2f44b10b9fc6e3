package io.quarkiverse.messaging.nats.runtime.health;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;

/** What became of the messages of an incoming channel, all its copies together. Counted since the start. Any thread. */
public final class ChannelCounters {

    private final LongAdder received = new LongAdder();
    private final LongAdder redelivered = new LongAdder();
    private final LongAdder acked = new LongAdder();
    private final LongAdder nacked = new LongAdder();
    private final LongAdder ignored = new LongAdder();
    private final LongAdder terminated = new LongAdder();
    private final LongAdder deadLettered = new LongAdder();
    private final LongAdder deadLettersNotStored = new LongAdder();
    private final LongAdder expired = new LongAdder();
    private final LongAdder duplicates = new LongAdder();
    private final LongAdder pullRestarts = new LongAdder();
    /** Negative as long as nothing is known. */
    private final AtomicLong lag = new AtomicLong(-1);
    private final List<IntSupplier> held = new CopyOnWriteArrayList<>();
    private volatile Stopwatch processing;

    /**
     * A delivery is here.
     *
     * @param deliveryCount how often the message was delivered
     * @param toCome how many messages the consumer had still to deliver
     */
    public void arrived(long deliveryCount, long toCome) {
        received.increment();
        if (deliveryCount > 1) {
            redelivered.increment();
        }
        lag.lazySet(toCome); // read now and then; a full fence for each message would be paid for nothing
    }

    /** @return deliveries that came, redeliveries too */
    public LongAdder received() {
        return received;
    }

    /** @return deliveries of messages that were delivered before, here or to another instance */
    public LongAdder redelivered() {
        return redelivered;
    }

    /** @return messages that were acked: processed, or duplicates, expired or ignored */
    public LongAdder acked() {
        return acked;
    }

    /** @return deliveries that were given back to come again */
    public LongAdder nacked() {
        return nacked;
    }

    /** @return messages that were processed before and acked without their method */
    public LongAdder duplicates() {
        return duplicates;
    }

    /** @return messages that were too old and acked unprocessed */
    public LongAdder expired() {
        return expired;
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

    /** @return how often pulls were begun anew, because the server fell silent or refused one */
    public LongAdder pullRestarts() {
        return pullRestarts;
    }

    /**
     * @param toCome how many messages the consumer has still to deliver, as the server says
     */
    public void lag(long toCome) {
        lag.lazySet(toCome);
    }

    /** @return how many messages the consumer has still to deliver, as was heard last; negative while nothing is known */
    public long lag() {
        return lag.get();
    }

    /**
     * @param copy says how many unsettled messages a copy of the channel holds; may be a moment old
     */
    public void addCopy(IntSupplier copy) {
        held.add(copy);
    }

    /** @return how many unsettled messages the channel holds */
    public long inFlight() {
        long all = 0;
        for (IntSupplier copy : held) {
            all += copy.getAsInt();
        }
        return all;
    }

    /**
     * @param stopwatch told how long each method ran, a failed one too
     */
    public void measureProcessing(Stopwatch stopwatch) {
        processing = stopwatch;
    }

    /** @return told how long each method ran, or {@code null} where nobody measures */
    public Stopwatch processing() {
        return processing;
    }
}
