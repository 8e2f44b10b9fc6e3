package io.quarkiverse.messaging.nats.runtime.outgoing;

import java.util.concurrent.atomic.LongAdder;

/** What one outgoing channel has counted since the application started. Any thread. */
public final class PublishCounters {

    private final LongAdder retries = new LongAdder();
    private final LongAdder possibleDuplicates = new LongAdder();

    /** @return how often a message was sent again */
    public long retries() {
        return retries.sum();
    }

    /** @return how many messages may be stored twice */
    public long possibleDuplicates() {
        return possibleDuplicates.sum();
    }

    void retry() {
        retries.increment();
    }

    void possibleDuplicate() {
        possibleDuplicates.increment();
    }
}
