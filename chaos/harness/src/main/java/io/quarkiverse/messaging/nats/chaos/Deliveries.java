package io.quarkiverse.messaging.nats.chaos;

/** How many deliveries a consumer has made, also where its own count began anew with a reset. */
final class Deliveries {

    private long before;
    private long last;

    void seen(long now) {
        // A server that was killed forgets its last moments; that is less than half of all.
        if (now < last / 2) {
            before += last;
        }
        last = now;
    }

    long count() {
        return before + last;
    }
}
