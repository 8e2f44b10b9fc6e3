package io.quarkiverse.messaging.nats.runtime.outgoing;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;

import io.quarkiverse.messaging.nats.runtime.health.Stopwatch;

/** What one outgoing channel has counted since the application started. Any thread. */
public final class PublishCounters {

    private final LongAdder published = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final LongAdder possibleDuplicates = new LongAdder();
    private final IntSupplier inFlight;
    private volatile Stopwatch latency;

    /**
     * @param inFlight says how many messages are here and not yet acked or nacked
     */
    PublishCounters(IntSupplier inFlight) {
        this.inFlight = inFlight;
    }

    /** @return how many messages the server has confirmed */
    public long published() {
        return published.sum();
    }

    /** @return how many messages were nacked */
    public long failed() {
        return failed.sum();
    }

    /** @return how often a message was sent again */
    public long retries() {
        return retries.sum();
    }

    /** @return how many messages may be stored twice */
    public long possibleDuplicates() {
        return possibleDuplicates.sum();
    }

    /** @return how many messages are here and not yet acked or nacked */
    public int inFlight() {
        return inFlight.getAsInt();
    }

    /**
     * @param stopwatch told how long each message took from the channel to its confirmation, all retries included
     */
    public void measureLatency(Stopwatch stopwatch) {
        latency = stopwatch;
    }

    /** @return the time, or 0 where nobody measures */
    long now() {
        return latency == null ? 0 : System.nanoTime();
    }

    /** A message is confirmed. @param since what {@link #now} said when it came */
    void published(long since) {
        published.increment();
        Stopwatch measuring = latency;
        if (measuring != null && since != 0) {
            measuring.took(System.nanoTime() - since);
        }
    }

    void fail() {
        failed.increment();
    }

    void retry() {
        retries.increment();
    }

    void possibleDuplicate() {
        possibleDuplicates.increment();
    }
}
