package io.quarkiverse.messaging.nats.runtime.health;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsLog.LOG;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Whether a channel is ready and alive, and if not, why, in words. It heals by itself: a cause that ends is removed. */
public final class ChannelStatus {

    /** Why a channel may not be ready; the first of those present is told. */
    public enum Cause {
        /** A message failed and the strategy stopped the channel; only a restart helps. */
        FAILED,
        /** No connection. */
        CONNECTION,
        /** The server does not permit the user something. */
        PERMISSION,
        /** The stream or the consumer is not as it must be. */
        SETUP,
        /** The server does not answer pulls or publishes. */
        SERVER,
        /** The sequence store does not answer. */
        STORE,
        /** A method takes too long. */
        PROCESSING,
        /** So many messages fail and are to come again that hardly another gets through. */
        STUCK,
        /** Whoever took the messages cancelled. */
        SUBSCRIBER,
        /** What the stream held at the start is not processed yet, and the channel is to be ready only then. */
        BEHIND
    }

    private final String channel;
    private final Map<Cause, String> reasons = new EnumMap<>(Cause.class);
    private final ChannelCounters counters = new ChannelCounters();
    private final AtomicLong failedAcks = new AtomicLong();
    private boolean toldUp;
    private boolean failedIsAlive;
    private long deniedUntil;
    private String remark;
    private volatile ReplayProgress replay;

    /**
     * @param channel the channel's name
     * @param reason why it is not ready at first
     */
    public ChannelStatus(String channel, String reason) {
        this.channel = channel;
        reasons.put(Cause.SETUP, reason);
    }

    /** @return the channel's name */
    public String channel() {
        return channel;
    }

    /** @return what is counted of an incoming channel */
    public ChannelCounters counters() {
        return counters;
    }

    /**
     * @param cause what is wrong
     * @param reason the sentence to show
     */
    public synchronized void down(Cause cause, String reason) {
        String before = reasons.put(cause, reason);
        // A lost connection is told once, by the connection.
        if (!reason.equals(before) && cause != Cause.CONNECTION) {
            LOG.channelDown(channel, reason);
            toldUp = false;
        }
    }

    /**
     * The server did not permit something. That is forgotten when it is not said again for a while: a permission may be
     * given back, and then nobody says anything.
     *
     * @param reason the sentence to show
     * @param counts for how long it counts
     */
    public synchronized void denied(String reason, Duration counts) {
        deniedUntil = System.nanoTime() + counts.toNanos();
        down(Cause.PERMISSION, reason);
    }

    private void forgetDenial() {
        if (reasons.containsKey(Cause.PERMISSION) && System.nanoTime() - deniedUntil > 0) {
            up(Cause.PERMISSION);
        }
    }

    /**
     * @param progress how far it is with what it has to catch up with; not logged here
     */
    synchronized void behind(String progress) {
        reasons.put(Cause.BEHIND, progress);
        toldUp = false;
    }

    /**
     * @param progress of a channel that is ready only when it is current
     */
    public void replay(ReplayProgress progress) {
        replay = progress;
    }

    /** @return how far it is with what the stream held at the start, or {@code null} where it need not catch up */
    public ReplayProgress replay() {
        return replay;
    }

    /**
     * @param cause what is no longer wrong
     */
    public synchronized void up(Cause cause) {
        reasons.remove(cause);
        if (reasons.isEmpty() && !toldUp) {
            toldUp = true;
            LOG.channelUp(channel);
        }
    }

    /**
     * @param cause what may be wrong
     * @return whether it is
     */
    public synchronized boolean isDown(Cause cause) {
        return reasons.containsKey(cause);
    }

    /** An ack could not be sent or was not confirmed. @return how many so far */
    public long ackFailed() {
        return failedAcks.incrementAndGet();
    }

    /** @return how many acks could not be sent or were not confirmed */
    public long failedAcks() {
        return failedAcks.get();
    }

    /** @return why the channel is not ready, or {@code null} where it is */
    public synchronized String notReady() {
        forgetDenial();
        return reasons.isEmpty() ? null : reasons.values().iterator().next();
    }

    /**
     * @param words what is to be shown though the channel is ready, or {@code null} for nothing
     */
    public synchronized void remark(String words) {
        remark = words;
    }

    /** @return why the channel is not ready, or what is to be shown though it is, or {@code null} */
    public synchronized String shown() {
        String reason = notReady();
        return reason == null ? remark : reason;
    }

    /** @return whether the stream and the consumer are as they must be, as far as that was checked */
    public synchronized boolean isSetUp() {
        return !reasons.containsKey(Cause.SETUP);
    }

    /** A failure that stops the channel makes it not ready only: the process is to stay up. */
    public synchronized void failedIsAlive() {
        failedIsAlive = true;
    }

    /** @return why only a restart helps, or {@code null} where it is alive or is to count so */
    public synchronized String notAlive() {
        return failedIsAlive ? null : reasons.get(Cause.FAILED);
    }
}
