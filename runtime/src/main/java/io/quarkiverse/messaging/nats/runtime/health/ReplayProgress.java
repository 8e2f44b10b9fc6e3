package io.quarkiverse.messaging.nats.runtime.health;

import static io.quarkiverse.messaging.nats.runtime.i18n.ReplayLog.REPLAY_LOG;
import static io.quarkiverse.messaging.nats.runtime.i18n.ReplayMessages.REPLAY;

import java.time.Duration;
import java.util.TreeSet;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;

/**
 * How far a channel with {@code ready-when=caught-up} is with what its stream held at the start. The end is fixed when the
 * consumer is first there, as the last sequence for the channel's subjects: what is published later does not move it. The
 * verdict is the server's, by the consumer's ack floor, so that a message that failed, is held by another member or was
 * left by a process that is gone counts as not processed. What is counted here is for people.
 * <p>
 * Shared by the copies of a channel. Times are those of {@link System#nanoTime()}.
 */
public final class ReplayProgress {

    /** At most so many failed messages are remembered by name. */
    private static final int MOST_FAILING = 1000;
    private static final long FIRST_LINE = Duration.ofSeconds(5).toNanos();
    private static final long LONGEST_PAUSE = Duration.ofMinutes(1).toNanos();
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long SHORTEST_MEASURED = SECOND / 2;
    private static final long ALMOST = Duration.ofMillis(100).toNanos();
    /** The weight of what was measured last in the rate. */
    private static final double NEWEST = 0.3;

    private final String channel;
    private final ChannelStatus status;
    private final BiConsumer<Long, Duration> whenCurrent;
    private final LongAdder settled = new LongAdder();
    private final TreeSet<Long> failing = new TreeSet<>();
    private volatile boolean someFail;
    private volatile boolean current;
    private volatile long target = Long.MAX_VALUE;
    private Object incarnation;
    private long total;
    private long done;
    private long beganAt;
    private double perSecond;
    private long measuredAt;
    private long measuredDone;
    private long askedAt;
    private long toldAt;
    private long pause;

    /**
     * @param channel the channel's name
     * @param status where the progress is shown
     * @param whenCurrent told once: how many messages, and how long it took; must not block
     */
    public ReplayProgress(String channel, ChannelStatus status, BiConsumer<Long, Duration> whenCurrent) {
        this.channel = channel;
        this.status = status;
        this.whenCurrent = whenCurrent;
    }

    /**
     * @param stream which incarnation of the stream
     * @return whether the end is fixed for it, or was reached before
     */
    public synchronized boolean isFixedFor(Object stream) {
        return current || stream.equals(incarnation);
    }

    /**
     * Fixes the end.
     *
     * @param name the stream's name
     * @param stream which incarnation of it
     * @param messages how many messages are to be processed
     * @param last the sequence of the last one
     * @param now the time
     */
    public synchronized void begin(String name, Object stream, long messages, long last, long now) {
        incarnation = stream;
        total = messages;
        target = last;
        done = 0;
        settled.reset();
        failing.clear();
        someFail = false;
        perSecond = 0;
        beganAt = now;
        measuredAt = now;
        measuredDone = 0;
        askedAt = now - SECOND;
        toldAt = now;
        pause = FIRST_LINE;
        if (messages > 0) {
            REPLAY_LOG.catchUpBegins(channel, messages, last, name);
            status.behind(words());
        } else {
            reached(now);
        }
    }

    /** @return whether the end was reached; it stays so */
    public boolean isCurrent() {
        return current;
    }

    /**
     * A message is done with: acked or terminated.
     *
     * @param sequence its sequence
     */
    public void settled(long sequence) {
        if (sequence <= target) {
            settled.increment();
            if (someFail) {
                forget(sequence);
            }
        }
    }

    private synchronized void forget(long sequence) {
        failing.remove(sequence);
        someFail = !failing.isEmpty();
    }

    /**
     * A message failed and is to come again.
     *
     * @param sequence its sequence
     */
    public synchronized void failed(long sequence) {
        if (sequence <= target && failing.size() < MOST_FAILING) {
            failing.add(sequence);
            someFail = true;
        }
    }

    /**
     * @param now the time
     * @return whether the server is to be asked: each second, and sooner when all seems to be done
     */
    public synchronized boolean wantsToAsk(long now) {
        if (current || incarnation == null || now - askedAt < (seemsDone() ? ALMOST : SECOND)) {
            return false;
        }
        askedAt = now;
        return true;
    }

    /** @return whether everything was settled as far as this instance knows, so that the server is likely to say so soon */
    public boolean seemsDone() {
        return target != Long.MAX_VALUE && settled.sum() >= total;
    }

    /**
     * What the server says of the consumer.
     *
     * @param ackFloor the sequence up to which everything is settled
     * @param toCome how many messages it has not yet delivered
     * @param unsettled how many are delivered and not settled
     * @param now the time
     */
    public synchronized void heard(long ackFloor, long toCome, long unsettled, long now) {
        if (current || incarnation == null) {
            return;
        }
        // Messages that were deleted meanwhile are never delivered: nothing left is as good as the floor.
        if (ackFloor >= target || toCome + unsettled == 0) {
            reached(now);
            return;
        }
        // Other members' work shows on the server only, and what was published since makes that figure too small.
        // A message whose ack was lost is counted twice: as long as the server does not say so, not all is done.
        done = Math.max(done, Math.min(total - 1, Math.max(settled.sum(), total - toCome - unsettled)));
        measure(now);
        String words = words();
        status.behind(words);
        if (now - toldAt >= pause) {
            toldAt = now;
            pause = Math.min(LONGEST_PAUSE, 2 * pause);
            REPLAY_LOG.catchingUp(channel, words);
        }
    }

    private void measure(long now) {
        if (now - measuredAt >= SHORTEST_MEASURED) {
            double measured = (done - measuredDone) * (double) SECOND / (now - measuredAt);
            perSecond = perSecond == 0 ? measured : NEWEST * measured + (1 - NEWEST) * perSecond;
            measuredAt = now;
            measuredDone = done;
        }
    }

    private String words() {
        String left = perSecond < 0.01 ? REPLAY.leftUnknown()
                : REPLAY.left(Duration.ofSeconds((long) Math.ceil((total - done) / perSecond)));
        int percent = total == 0 ? 100 : (int) (100 * done / total);
        return REPLAY.catchingUp(done, total, percent, Math.round(perSecond), left,
                failing.isEmpty() ? "" : REPLAY.failing(failing.first()));
    }

    private void reached(long now) {
        current = true;
        done = total;
        Duration took = Duration.ofNanos(now - beganAt);
        REPLAY_LOG.caughtUp(channel, total, took);
        status.up(ChannelStatus.Cause.BEHIND);
        whenCurrent.accept(total, took);
    }
}
