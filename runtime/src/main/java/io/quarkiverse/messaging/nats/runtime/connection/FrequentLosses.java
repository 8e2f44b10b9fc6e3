package io.quarkiverse.messaging.nats.runtime.connection;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsLog.LOG;

import java.time.Duration;

/**
 * Notices that a connection is lost again and again. A server does that to a client whose pending bytes exceed its
 * {@code max_pending}, without a word to the client; each reconnect then begins with the same backlog. Used by jnats's thread
 * of
 * callbacks only.
 */
final class FrequentLosses {

    static final int MANY = 3;
    static final Duration WITHIN = Duration.ofMinutes(1);
    /** What is known need not be said again for a while. */
    static final Duration QUIET = Duration.ofMinutes(10);

    /** When the last few losses were, the oldest first after {@link #count}, in {@link System#nanoTime()}. */
    private final long[] losses = new long[MANY];
    private long count;
    private boolean told;
    private long toldAt;

    void lost(String connection) {
        if (isOneTooMany(System.nanoTime())) {
            LOG.lostOften(connection, MANY, WITHIN);
        }
    }

    /** @return whether this loss is one too many, and nobody was told lately */
    boolean isOneTooMany(long now) {
        int place = (int) (count++ % MANY);
        losses[place] = now;
        long oldest = losses[(place + 1) % MANY];
        if (count < MANY || now - oldest > WITHIN.toNanos() || told && now - toldAt < QUIET.toNanos()) {
            return false;
        }
        told = true;
        toldAt = now;
        return true;
    }
}
