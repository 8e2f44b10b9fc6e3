package io.quarkiverse.messaging.nats.runtime.config;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsErrors.ERRORS;

import java.time.Duration;
import java.util.Set;

/** The settings of one outgoing channel, checked as far as that goes without a server. */
public record OutgoingSettings(String channel, String connection, String subject, String stream, int maxInFlight,
        Duration ackTimeout) {

    /** Keys of the design that this version refuses. */
    static final Set<String> LATER = Set.of("message-id", "retries", "retry-beyond-window", "order");

    /** How many bytes of unconfirmed payload one channel holds before it asks for no more. */
    public static final long MAX_IN_FLIGHT_BYTES = 16L << 20;

    /**
     * Reads and checks.
     *
     * @param config the channel's keys
     * @return the settings; where there were mistakes they are in the config's list
     */
    public static OutgoingSettings read(ChannelConfig config) {
        config.checkKeys(LATER);
        String subject = config.isSet("subject") ? config.text("subject") : config.channel();
        String wrong = subject.contains(",") ? "it has a comma, and a list is for incoming channels"
                : Names.wrongSubject(subject, false);
        if (wrong != null) {
            config.mistake(ERRORS.badSubject(config.channel(), subject, wrong, "; to publish to many, set the subject "
                    + "of each message with OutgoingNatsMetadata"));
        }
        return new OutgoingSettings(config.channel(), config.text("connection"), subject, config.name("stream"),
                config.number("max-in-flight", 1), config.duration("ack-timeout", Duration.ofMillis(100)));
    }
}
