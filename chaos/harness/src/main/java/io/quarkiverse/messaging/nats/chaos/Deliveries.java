package io.quarkiverse.messaging.nats.chaos;

/**
 * How many deliveries a consumer has made, also where its own count began anew with a reset: then it is suddenly further behind
 * the stream. A server that was killed forgets both together.
 */
final class Deliveries {

    private static final long MORE_THAN_FORGOTTEN = 100;

    private long before;
    private long last;
    private long ahead;

    void seen(long consumerSequence, long streamSequence) {
        long now = consumerSequence - streamSequence;
        if (now < ahead - MORE_THAN_FORGOTTEN) {
            before += last;
        }
        ahead = now;
        last = consumerSequence;
    }

    long count() {
        return before + last;
    }
}
