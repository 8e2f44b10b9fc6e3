package io.quarkiverse.messaging.nats.runtime.config;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsErrors.ERRORS;

import java.time.Duration;
import java.util.List;

/**
 * The settings of one incoming channel, checked as far as that goes without a server. What is not described here is the key of
 * the same name in {@code NatsConnector}; a key without a default that is not set is {@code null}.
 *
 * @param startPosition {@code null} where not configured: it depends on the stream
 * @param expireAfter {@code null} where messages do not expire
 * @param batch {@code null} where messages are given one by one
 * @param store {@code null} where nothing remembers what was processed
 * @param failedIsAlive whether a channel that stopped at a failed message still counts as alive
 * @param tracing whether messages are traced where there is something that traces
 */
public record IncomingSettings(String channel, String connection, List<String> subjects, String stream, String durable,
        String queueGroup, StartPosition startPosition, boolean manualAck, int maxInFlight, long maxInFlightBytes,
        Duration ackWait, Duration processingTimeout, FailureSettings failure, Duration priorityTimeout,
        Duration expireAfter, boolean readyWhenCaughtUp, BatchSettings batch, AckSettings acks, ConsumerSettings consumer,
        StoreSettings store, boolean failedIsAlive, boolean tracing) {

    /**
     * Reads and checks.
     *
     * @param config the channel's keys
     * @param strategies the failure strategies that exist
     * @param unorderedMethod whether a method takes this channel's messages several at a time
     * @param acksReturned whether the application itself takes the stage of an ack
     * @return the settings; where there were mistakes they are in the config's list
     */
    public static IncomingSettings read(ChannelConfig config, Strategies strategies, boolean unorderedMethod,
            boolean acksReturned) {
        config.checkKeys();
        String channel = config.channel();
        List<String> subjects = Names.subjects(config.isSet("subject") ? config.text("subject") : channel);
        for (String subject : subjects) {
            String wrong = Names.wrongSubject(subject, true);
            if (wrong != null) {
                config.mistake(ERRORS.badSubject(channel, subject, wrong, " or, with wildcards, `orders.*` or `orders.>`"));
            }
        }
        StartPosition start = config.isSet("start-position")
                ? config.parsed("start-position", StartPosition::parse, StartPosition.ALLOWED, "all")
                : null;
        if (start != null && start.text().equals("last-per-subject") && !config.isSet("subject")) {
            config.mistake(ERRORS.lastPerSubjectNeedsSubject(channel, config.property("subject")));
        }
        boolean manualAck = config.flag("manual-ack");
        int maxInFlight = config.number("max-in-flight", 1);
        String durable = config.name("durable");
        String queueGroup = config.name("queue-group");
        IncomingSettings settings = new IncomingSettings(channel, config.text("connection"), subjects,
                config.name("stream"), durable, queueGroup, start,
                manualAck, maxInFlight, config.bytes("max-in-flight-bytes"),
                config.duration("ack-wait", Duration.ofMillis(100)),
                config.duration("processing-timeout", Duration.ZERO),
                new FailureReader(config, strategies).read(subjects, manualAck),
                config.duration("priority-timeout", Duration.ofSeconds(1)),
                config.duration("expire-after", Duration.ofMillis(1)),
                Boolean.TRUE.equals(config.parsed("ready-when", IncomingSettings::caughtUp, "connected or caught-up",
                        "caught-up")),
                BatchSettings.read(config, manualAck, maxInFlight, unorderedMethod),
                AckSettings.read(config, acksReturned), ConsumerSettings.read(config, durable, queueGroup),
                StoreSettings.read(config),
                Boolean.TRUE.equals(config.parsed("fail-health", IncomingSettings::failedIsAlive, "liveness or readiness",
                        "readiness")),
                config.flag("tracing-enabled"));
        String orderBreaker = settings.orderBreaker(settings.concurrency(config) > 1, unorderedMethod);
        settings.failure.checkOrder(config, orderBreaker);
        settings.acks.check(config, settings, strategies.all(), orderBreaker);
        if (settings.store() != null) {
            settings.store().check(config, settings);
        }
        if (settings.batch() != null) {
            settings.batch().checkWait(config, settings.ackWait(), settings.processingTimeout());
        }
        String priorityTimeout = config.own("priority-timeout");
        if (priorityTimeout != null && !settings.exclusive()) {
            config.mistake(ERRORS.priorityTimeoutWithoutOwner(channel, priorityTimeout));
        }
        return settings;
    }

    private static Boolean caughtUp(String readyWhen) {
        return readyWhen.equals("caught-up") ? Boolean.TRUE : readyWhen.equals("connected") ? Boolean.FALSE : null;
    }

    private static Boolean failedIsAlive(String failHealth) {
        return failHealth.equals("readiness") ? Boolean.TRUE : failHealth.equals("liveness") ? Boolean.FALSE : null;
    }

    private int concurrency(ChannelConfig config) {
        String text = config.text("concurrency");
        Integer copies = config.parsed("concurrency", value -> ChannelConfig.parseNumber(value, 1, Integer.MAX_VALUE),
                "a whole number of at least 1", "4");
        int concurrency = copies == null ? 1 : copies;
        if (concurrency > 1 && queueGroup == null) {
            config.mistake(ERRORS.concurrencyNeedsGroup(channel, text, config.property("queue-group")));
        }
        return concurrency;
    }

    /** @return what of the configuration would break the order, in words, or {@code null} */
    private String orderBreaker(boolean severalCopies, boolean unorderedMethod) {
        return queueGroup != null ? "a `queue-group`"
                : severalCopies ? "`concurrency` above 1"
                        : unorderedMethod ? "a method with @Blocking(ordered = false) or @RunOnVirtualThread" : null;
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
        return queueGroup == null && (maxInFlight == 1 || failure.stops() || exclusive() || acks.all());
    }

    /**
     * @param consumer the consumer's name
     * @return the part of it that is the same after a restart
     */
    public String lastingName(String consumer) {
        return ephemeral() ? consumer.substring(0, consumer.lastIndexOf('_')) : consumer;
    }

    /** @return whether the subscription is this instance's own, and nobody can find it again */
    public boolean ephemeral() {
        return durable == null && queueGroup == null;
    }

    /** @return what kind of subscription this is, in the word that the consumer's metadata records */
    public String kind() {
        return exclusive() ? "exclusive" : ephemeral() ? "ephemeral" : "group";
    }
}
