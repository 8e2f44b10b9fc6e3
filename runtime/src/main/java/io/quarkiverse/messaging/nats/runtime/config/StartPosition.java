package io.quarkiverse.messaging.nats.runtime.config;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;

import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;

/**
 * Where a subscription begins that the server does not yet remember.
 *
 * @param policy the server's word
 * @param sequence with {@link DeliverPolicy#ByStartSequence}
 * @param time with {@link DeliverPolicy#ByStartTime} and a fixed time
 * @param ago with {@link DeliverPolicy#ByStartTime} and a time before the consumer's creation
 * @param text as configured
 */
public record StartPosition(DeliverPolicy policy, long sequence, Instant time, Duration ago, String text) {

    /** What may be written. */
    public static final String ALLOWED = "new, all, last, last-per-subject, sequence:<number>, time:<ISO 8601 instant> or ago:<duration>";

    /** The server reads years of four digits only. */
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    /** Only what is published from now on. */
    public static final StartPosition NEW = of(DeliverPolicy.New, "new");
    /** The whole history. */
    public static final StartPosition ALL = of(DeliverPolicy.All, "all");

    private static StartPosition of(DeliverPolicy policy, String text) {
        return new StartPosition(policy, 0, null, null, text);
    }

    /**
     * @param sequence a stream sequence
     * @return the position at it
     */
    public static StartPosition at(long sequence) {
        return new StartPosition(DeliverPolicy.ByStartSequence, sequence, null, null, "sequence:" + sequence);
    }

    /**
     * @param text what is configured
     * @return the position, or {@code null} where the text is none
     */
    public static StartPosition parse(String text) {
        String word = text.trim();
        switch (word.toLowerCase(Locale.ROOT)) {
            case "new":
                return NEW;
            case "all":
                return ALL;
            case "last":
                return of(DeliverPolicy.Last, "last");
            case "last-per-subject":
                return of(DeliverPolicy.LastPerSubject, "last-per-subject");
            default:
                break;
        }
        int colon = word.indexOf(':');
        if (colon < 0) {
            return null;
        }
        String value = word.substring(colon + 1).trim();
        switch (word.substring(0, colon).trim().toLowerCase(Locale.ROOT)) {
            case "sequence":
                long sequence = Long.parseLong(value);
                return sequence < 1 ? null : at(sequence);
            case "time":
                Instant time = Instant.parse(value);
                return time.isBefore(EARLIEST) || !time.isBefore(LATEST) ? null
                        : new StartPosition(DeliverPolicy.ByStartTime, 0, time, null, word);
            case "ago":
                return new StartPosition(DeliverPolicy.ByStartTime, 0, null,
                        ChannelConfig.parseDuration(value, Duration.ofMillis(1)), word);
            default:
                return null;
        }
    }

    /**
     * @param consumer the consumer that shall begin here
     */
    public void applyTo(ConsumerConfiguration.Builder consumer) {
        consumer.deliverPolicy(policy);
        if (policy == DeliverPolicy.ByStartSequence) {
            consumer.startSequence(sequence);
        } else if (policy == DeliverPolicy.ByStartTime) {
            consumer.startTime((time != null ? time : Instant.now().minus(ago)).atZone(ZoneOffset.UTC));
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
