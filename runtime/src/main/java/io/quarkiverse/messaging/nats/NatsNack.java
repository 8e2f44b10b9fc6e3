package io.quarkiverse.messaging.nats;

import java.time.Duration;
import java.util.Objects;

/**
 * What is to become of one failed message, whatever the channel's settings say: put into the metadata of a nack,
 * {@code message.nack(reason, Metadata.of(NatsNack.term()))}. It wins over {@code failure-strategy}, {@code max-deliver}
 * and {@code non-retryable}. On a channel with {@code manual-ack=true} a nack does nothing, and neither does this.
 */
public final class NatsNack {

    /** The verbs. */
    public enum Verb {
        /** Later, again. */
        REDELIVER,
        /** Never again. */
        TERM,
        /** Put aside. */
        DEAD_LETTER,
        /** Stop the channel here. */
        FAIL,
        /** As if it had been processed. */
        IGNORE
    }

    private final Verb verb;
    private final Duration delay;

    private NatsNack(Verb verb, Duration delay) {
        this.verb = verb;
        this.delay = delay;
    }

    /** @return deliver it again, after the delay that the channel's {@code backoff} says */
    public static NatsNack redeliver() {
        return new NatsNack(Verb.REDELIVER, null);
    }

    /**
     * @param delay how long the server is to wait; zero for at once
     * @return deliver it again
     */
    public static NatsNack redeliver(Duration delay) {
        if (Objects.requireNonNull(delay, "delay").isNegative()) {
            throw new IllegalArgumentException("The delay is negative: " + delay);
        }
        return new NatsNack(Verb.REDELIVER, delay);
    }

    /** @return never deliver it again */
    public static NatsNack term() {
        return new NatsNack(Verb.TERM, null);
    }

    /**
     * @return put it aside; where the channel has no {@code dead-letter-subject} an error is logged and its failure
     *         strategy decides
     */
    public static NatsNack deadLetter() {
        return new NatsNack(Verb.DEAD_LETTER, null);
    }

    /** @return stop the channel of this instance: the message stays unsettled, nothing after it is given out */
    public static NatsNack fail() {
        return new NatsNack(Verb.FAIL, null);
    }

    /** @return ack it, as if it had been processed */
    public static NatsNack ignore() {
        return new NatsNack(Verb.IGNORE, null);
    }

    /** @return what is to be done */
    public Verb verb() {
        return verb;
    }

    /** @return for {@link Verb#REDELIVER} how long to wait, or {@code null} for what {@code backoff} says */
    public Duration delay() {
        return delay;
    }

    @Override
    public String toString() {
        return verb + (delay == null ? "" : " in " + delay);
    }
}
