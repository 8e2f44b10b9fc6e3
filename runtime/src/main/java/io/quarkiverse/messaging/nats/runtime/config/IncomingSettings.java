package io.quarkiverse.messaging.nats.runtime.config;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsErrors.ERRORS;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * The settings of one incoming channel, checked as far as that goes without a server.
 *
 * @param startPosition {@code null} where not configured: it depends on the stream
 */
public record IncomingSettings(String channel, String connection, List<String> subjects, String stream, String durable,
        String queueGroup, StartPosition startPosition, boolean manualAck, int maxInFlight, long maxInFlightBytes,
        Duration ackWait, Duration processingTimeout, String failureStrategy, List<Duration> backoff,
        boolean stopsOnFailure, Duration priorityTimeout, AckSettings acks, ConsumerSettings consumer) {

    /** Keys of the design that this version refuses. */
    static final Set<String> LATER = Set.of("non-retryable", "max-deliver",
            "max-deliver-then", "dead-letter-subject", "expire-after", "sequence-store", "ready-when", "batch",
            "batch-max-size", "batch-max-wait", "fail-health");

    /**
     * Reads and checks.
     *
     * @param config the channel's keys
     * @param strategies the identifiers of all failure strategies
     * @param stopping the identifiers of those that stop a channel
     * @param unorderedMethod whether a method takes this channel's messages several at a time
     * @param acksReturned whether the application itself takes the stage of an ack
     * @return the settings; where there were mistakes they are in the config's list
     */
    public static IncomingSettings read(ChannelConfig config, Set<String> strategies, Set<String> stopping,
            boolean unorderedMethod, boolean acksReturned) {
        config.checkKeys(LATER);
        String channel = config.channel();
        List<String> subjects = Names.subjects(config.isSet("subject") ? config.text("subject") : channel);
        for (String subject : subjects) {
            String wrong = Names.wrongSubject(subject, true);
            if (wrong != null) {
                config.mistake(ERRORS.badSubject(channel, subject, wrong, " or, with wildcards, `orders.*` or `orders.>`"));
            }
        }
        String strategy = config.text("failure-strategy");
        if (!strategies.contains(strategy)) {
            config.mistake(ERRORS.unknownStrategy(channel, strategy, strategies));
        }
        StartPosition start = config.isSet("start-position")
                ? config.parsed("start-position", StartPosition::parse, StartPosition.ALLOWED, "all")
                : null;
        if (start != null && start.text().equals("last-per-subject") && !config.isSet("subject")) {
            config.mistake(ERRORS.lastPerSubjectNeedsSubject(channel, config.property("subject")));
        }
        String durable = config.name("durable");
        String queueGroup = config.name("queue-group");
        IncomingSettings settings = new IncomingSettings(channel, config.text("connection"), subjects,
                config.name("stream"), durable, queueGroup, start,
                config.flag("manual-ack"), config.number("max-in-flight", 1), config.bytes("max-in-flight-bytes"),
                config.duration("ack-wait", Duration.ofMillis(100)),
                config.duration("processing-timeout", Duration.ZERO), strategy, config.durations("backoff"),
                stopping.contains(strategy), config.duration("priority-timeout", Duration.ofSeconds(1)),
                AckSettings.read(config, acksReturned), ConsumerSettings.read(config, durable, queueGroup));
        int concurrency = settings.checkConcurrency(config, unorderedMethod);
        settings.acks.check(config, settings, strategies, unorderedMethod, concurrency > 1);
        String priorityTimeout = config.own("priority-timeout");
        if (priorityTimeout != null && !settings.exclusive()) {
            config.mistake(ERRORS.priorityTimeoutWithoutOwner(channel, priorityTimeout));
        }
        return settings;
    }

    private int checkConcurrency(ChannelConfig config, boolean unorderedMethod) {
        String text = config.text("concurrency");
        Integer copies = config.parsed("concurrency", value -> {
            int parsed = Integer.parseInt(value);
            return parsed >= 1 ? parsed : null;
        }, "a whole number of at least 1", "4");
        int concurrency = copies == null ? 1 : copies;
        if (concurrency > 1 && queueGroup == null) {
            config.mistake(ERRORS.concurrencyNeedsGroup(channel, text, config.property("queue-group")));
        }
        if (stopsOnFailure) {
            String breaker = queueGroup != null ? "a `queue-group`"
                    : concurrency > 1 ? "`concurrency` above 1"
                            : unorderedMethod ? "a method with @Blocking(ordered = false) or @RunOnVirtualThread" : null;
            if (breaker != null) {
                config.mistake(ERRORS.failNeedsOrder(channel, failureStrategy, breaker));
            }
        }
        return concurrency;
    }

    /** @return whether a single instance owns the durable while the others stand by */
    public boolean exclusive() {
        return durable != null && queueGroup == null;
    }

    /**
     * @return whether messages are handled in the order of the stream; in a group others hold what is pending. A cumulative
     *         ack must not bury what is pending and not here
     */
    public boolean ordered() {
        return queueGroup == null && (maxInFlight == 1 || stopsOnFailure || exclusive() || acks.all());
    }

    /** @return whether the server forgets the position some time after the last member left */
    public boolean ephemeral() {
        return durable == null;
    }

    /** @return what kind of subscription this is, in the word that the consumer's metadata records */
    public String kind() {
        return exclusive() ? "exclusive" : queueGroup != null ? "group" : "ephemeral";
    }
}
