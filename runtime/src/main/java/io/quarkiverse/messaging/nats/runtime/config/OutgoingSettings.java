package io.quarkiverse.messaging.nats.runtime.config;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsErrors.ERRORS;
import static io.quarkiverse.messaging.nats.runtime.i18n.OutgoingErrors.OUTGOING_ERRORS;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The settings of one outgoing channel, checked as far as that goes without a server. {@code maxInFlight} is 1 where the
 * order is strict, {@code retries} is {@link #UNLIMITED} where nothing limits them. {@code replySubjects} is {@code null} where
 * the channel sends no replies; where it does, {@code subject} is {@code null} unless it is configured.
 */
public record OutgoingSettings(String channel, String connection, String subject, String stream, MessageId messageId,
        int maxInFlight, Duration ackTimeout, int retries, boolean retryBeyondWindow, Order order, List<String> replySubjects,
        boolean tracing) {

    /** As many retries as it takes. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    /** How many bytes of unconfirmed payload a connection holds before its channels ask for no more: less in a small heap. */
    public static final long MAX_IN_FLIGHT_BYTES = Math.min(16L << 20, Runtime.getRuntime().maxMemory() / 8);

    /** Where the id comes from by which the server drops duplicates. */
    public enum MessageId {
        /** Made once for each message. */
        UNIQUE,
        /** From the incoming message that led to it, so the same whenever that one is delivered again. */
        SOURCE,
        /** There is none. */
        NONE
    }

    /** How messages follow one another. */
    public enum Order {
        /** Many are on their way at once. */
        PIPELINED,
        /** Nothing is sent until the one before is confirmed. */
        STRICT
    }

    /**
     * Reads and checks.
     *
     * @param config the channel's keys
     * @return the settings; where there were mistakes they are in the config's list
     */
    public static OutgoingSettings read(ChannelConfig config) {
        config.checkKeys();
        String subject = config.isSet("subject") ? config.text("subject") : config.channel();
        List<String> replySubjects = replySubjects(config);
        String wrong = subject.contains(",") ? "it has a comma, and a list is for incoming channels"
                : Names.wrongSubject(subject, false);
        if (wrong != null) {
            config.mistake(ERRORS.badSubject(config.channel(), subject, wrong, "; to publish to many, set the subject "
                    + "of each message with OutgoingNatsMetadata"));
        }
        Order order = config.parsed("order", value -> oneOf(Order.values(), value), "pipelined or strict", "strict");
        int maxInFlight = config.number("max-in-flight", 1);
        OutgoingSettings settings = new OutgoingSettings(config.channel(), config.text("connection"),
                replySubjects == null || config.isSet("subject") ? subject : null,
                config.name("stream"),
                config.parsed("message-id", value -> oneOf(MessageId.values(), value), "unique, source or none", "unique"),
                order == Order.STRICT ? 1 : maxInFlight, config.duration("ack-timeout", Duration.ofMillis(100)),
                config.parsed("retries", OutgoingSettings::retries, "unlimited or a whole number of at least 0", "10"),
                config.flag("retry-beyond-window"), order, replySubjects, config.flag("tracing-enabled"));
        settings.checkTogether(config);
        return settings;
    }

    /** The keys of a channel that sends requests are read by the emitter. */
    private static List<String> replySubjects(ChannelConfig config) {
        config.duration("reply-timeout", Duration.ofMillis(1));
        return config.parsed("reply-subjects", value -> {
            List<String> subjects = Names.subjects(value);
            return subjects.stream().allMatch(subject -> Names.wrongSubject(subject, true) == null) ? subjects : null;
        }, "one subject or several, separated by commas, with wildcards where you like", "replies.>");
    }

    /** @return the subjects that a stream must capture */
    public List<String> captured() {
        return subject == null ? replySubjects : List.of(subject);
    }

    private void checkTogether(ChannelConfig config) {
        String inFlight = config.own("max-in-flight");
        if (order == Order.STRICT && inFlight != null && !inFlight.trim().equals("1")) {
            config.mistake(OUTGOING_ERRORS.strictIsOneInFlight(channel, inFlight));
        }
        if (order == Order.STRICT && messageId == MessageId.NONE) {
            config.mistake(OUTGOING_ERRORS.strictNeedsId(channel));
        }
        if (!retryBeyondWindow && messageId == MessageId.NONE) {
            config.mistake(OUTGOING_ERRORS.windowNeedsId(channel, config.property("retry-beyond-window")));
        }
        String merge = config.own("merge");
        if (messageId == MessageId.SOURCE && merge != null && !merge.trim().equals("false")) {
            config.mistake(OUTGOING_ERRORS.sourceOfMerged(channel, merge));
        }
    }

    private static int retries(String value) {
        if (value.equalsIgnoreCase("unlimited")) {
            return UNLIMITED;
        }
        int parsed = Integer.parseInt(value);
        if (parsed < 0) {
            throw new IllegalArgumentException(value);
        }
        return parsed;
    }

    private static <E extends Enum<E>> E oneOf(E[] all, String value) {
        return Arrays.stream(all).filter(one -> one.name().equals(value.toUpperCase(Locale.ROOT))).findAny().orElse(null);
    }
}
