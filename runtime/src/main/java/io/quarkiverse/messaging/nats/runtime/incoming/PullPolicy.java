package io.quarkiverse.messaging.nats.runtime.incoming;

import java.time.Duration;

import io.quarkiverse.messaging.nats.runtime.config.IncomingSettings;

/**
 * Decides when to pull and how much: ahead of need so that the wire is never idle, within {@code max-in-flight} and
 * {@code max-in-flight-bytes}. Half of the bound at once, so that a second pull is open while the first one is used up.
 */
final class PullPolicy {

    private static final int SMALLEST_SHARE = 2;
    private static final int SMALLEST_PART = 8;
    private static final long SHARE_PERIOD = Duration.ofMillis(100).toNanos();

    private final int maxInFlight;
    private final long maxBytes;
    private final boolean shared;
    private final boolean gathers;
    /** The next message does not fit into the bytes that are free. */
    private boolean tooLargeForNow;
    private boolean alone;
    private final int smallestShare;
    private int share;
    private int settledInPeriod;
    private long periodStart = System.nanoTime();

    PullPolicy(IncomingSettings settings) {
        this.maxInFlight = settings.maxInFlight();
        this.maxBytes = settings.maxInFlightBytes();
        this.shared = settings.queueGroup() != null;
        this.gathers = settings.batch() != null;
        this.smallestShare = settings.batch() == null ? SMALLEST_SHARE : 2 * settings.batch().maxSize();
        this.share = smallestShare;
    }

    /** A message was settled: there is room again. */
    void settled() {
        tooLargeForNow = false;
        settledInPeriod++;
    }

    /** The server ended a pull because the next message is larger than what was asked for. */
    void messageTooLarge(boolean nothingInFlight) {
        if (nothingInFlight) {
            alone = true;
        } else {
            tooLargeForNow = true;
        }
    }

    /**
     * @return whether the next message waits until one in flight is settled; not where all of them were dropped meanwhile,
     *         by a reset for the order or a lost ownership: nothing would be settled any more, and nothing pulled
     */
    boolean waitsForRoom(InFlight inFlight) {
        tooLargeForNow = tooLargeForNow && inFlight.size() > 0;
        return tooLargeForNow;
    }

    /** @return whether more would be asked for while these are here: the last bytes are too few to be worth it */
    boolean hasRoom(InFlight inFlight) {
        return inFlight.size() < maxInFlight && maxBytes - inFlight.bytes() >= Math.max(1, maxBytes / SMALLEST_PART);
    }

    /**
     * Pulls what there is room for.
     *
     * @param open whether what waits may be given; otherwise it may wait for the very messages that are to be pulled
     */
    void replenish(PullSession session, InFlight inFlight, int running, boolean open) {
        if (waitsForRoom(inFlight)) {
            return;
        }
        if (alone) {
            if (inFlight.size() == 0 && session.askedMessages() == 0) {
                alone = false;
                session.pull(1, 0, PullSession.EXPIRES);
            }
            return;
        }
        int window = window(running);
        int largest = Math.max(1, window / 2);
        int part = Math.max(1, window / 4);
        while (true) {
            int free = window - inFlight.size() - session.askedMessages();
            if (free < 1
                    || free < part && (session.askedMessages() > 0 || open && isSupplied(session, inFlight, running, part))) {
                return;
            }
            long freeBytes = Math.min(maxBytes - inFlight.bytes() - session.askedBytes(), Math.max(1, maxBytes / 2));
            boolean idle = inFlight.size() == 0 && session.askedMessages() == 0;
            if (freeBytes < 1 || (freeBytes < maxBytes / SMALLEST_PART && !idle)) {
                return;
            }
            session.pull(Math.min(free, largest), freeBytes, PullSession.EXPIRES);
        }
    }

    /**
     * Enough waits here until more is free: to pull for each message that was settled would cost as much as the message. Now
     * and then it is pulled all the same, as nothing else says that the consumer is still there.
     */
    private boolean isSupplied(PullSession session, InFlight inFlight, int running, int enough) {
        // A batch that is being gathered may be in want of the rest.
        return (running > 0 || !gathers) && inFlight.waits(enough) && session.hasPulledWithin(PullSession.HEARTBEAT);
    }

    /**
     * A member of a queue group asks ahead for at most twice what it runs or settles in a tenth of a second, so that a slow
     * member does not hold what a fast one could do.
     */
    private int window(int running) {
        if (!shared) {
            return maxInFlight;
        }
        long now = System.nanoTime();
        if (now - periodStart >= SHARE_PERIOD) {
            long periods = Math.max(1, (now - periodStart) / SHARE_PERIOD);
            share = (int) Math.max(smallestShare, 2L * settledInPeriod / periods);
            settledInPeriod = 0;
            periodStart = now;
        }
        share = Math.max(share, 2 * settledInPeriod); // who was idle need not wait for the end of a period
        return Math.min(maxInFlight, Math.max(share, 2 * running));
    }
}
