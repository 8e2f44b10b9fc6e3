package io.quarkiverse.messaging.nats.runtime.incoming;

import static io.quarkiverse.messaging.nats.runtime.i18n.FailureErrors.FAILURES;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.quarkiverse.messaging.nats.runtime.config.IncomingSettings;
import io.quarkiverse.messaging.nats.runtime.health.ChannelStatus;
import io.quarkiverse.messaging.nats.runtime.health.ChannelStatus.Cause;

/**
 * The messages that failed and are to come again. They take up room of {@code max-in-flight}: where they take half of it
 * for longer than a moment, the channel says that it is stuck, until they take less than a quarter.
 */
final class FailingMessages {

    /** What one retry puts right is not told. */
    static final Duration MOMENT = Duration.ofSeconds(2);
    /** One that does not come again so long after it was due went to another instance, or is gone from the stream. */
    private static final Duration LATEST = Duration.ofSeconds(10);
    private static final long HERE = Long.MAX_VALUE;

    private final IncomingSettings settings;
    private final ChannelStatus status;
    /** By sequence, when it is given up, in {@link System#nanoTime()}; or {@link #HERE}. */
    private final Map<Long, Long> failing = new HashMap<>();
    private String last;
    private boolean manySince;
    private long since;
    private boolean stuck;

    FailingMessages(IncomingSettings settings, ChannelStatus status) {
        this.settings = settings;
        this.status = status;
    }

    /** It failed and comes again. */
    void again(long sequence, Duration delay, Throwable reason, long now) {
        // More than all of the room says nothing more.
        if (failing.size() < settings.maxInFlight() || failing.containsKey(sequence)) {
            long grace = Math.max(LATEST.toNanos(), settings.ackWait().toNanos());
            failing.put(sequence, now + delay.toNanos() + grace);
            last = "sequence " + sequence + ", " + reason;
        }
    }

    /** It came again. */
    void arrived(long sequence) {
        if (!failing.isEmpty()) {
            failing.computeIfPresent(sequence, (key, due) -> HERE);
        }
    }

    /** It is settled. */
    void settled(long sequence) {
        if (!failing.isEmpty()) {
            failing.remove(sequence);
        }
    }

    /** They are another instance's now. */
    void forget() {
        failing.clear();
    }

    int size() {
        return failing.size();
    }

    /** To be called now and then. */
    void check(long now) {
        failing.values().removeIf(due -> due != HERE && now - due > 0);
        boolean many = failing.size() * 2L >= settings.maxInFlight();
        if (many && !manySince) {
            since = now;
        }
        manySince = many;
        if (!stuck && many && now - since > MOMENT.toNanos()) {
            stuck = true;
        } else if (stuck && failing.size() * 4L < settings.maxInFlight()) {
            stuck = false;
            status.up(Cause.STUCK);
        }
        // Another copy of the channel, which says the same of itself, may have healed.
        if (stuck && !status.isDown(Cause.STUCK)) {
            status.down(Cause.STUCK, FAILURES.reasonStuck(settings.maxInFlight(), last));
        }
    }
}
