package io.quarkiverse.messaging.nats.runtime.incoming;

import java.time.Duration;

/** Pure: how often a channel looks at the clock, and at which look a delivery's ack-wait is extended. */
final class ExtensionClock {

    private static final long SHORTEST_MILLIS = 20;
    private static final long LONGEST_MILLIS = 1000;

    private ExtensionClock() {
    }

    /**
     * @param renewal how often an owner renews its pin
     * @return how often it looks at the clock
     */
    static Duration period(Duration ackWait, Duration renewal) {
        long wanted = Math.min(ackWait.toMillis() / 3, renewal.toMillis() / 2);
        return Duration.ofMillis(Math.max(SHORTEST_MILLIS, Math.min(LONGEST_MILLIS, wanted)));
    }

    /**
     * @return how old a delivery or its last extension is, in nanoseconds, to be extended at this look: the one that is nearest
     *         to a third of ack-wait. One that waited for the next may come at two thirds
     */
    static long due(Duration ackWait, Duration period) {
        return ackWait.toNanos() / 3 - period.toNanos() / 2;
    }
}
