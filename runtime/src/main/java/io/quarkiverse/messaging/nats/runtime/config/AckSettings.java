package io.quarkiverse.messaging.nats.runtime.config;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsErrors.ERRORS;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * How the messages of a channel are acknowledged.
 *
 * @param mode which ack the server gets
 * @param confirm whether each ack waits for the server's confirmation
 * @param returned whether the application itself takes the stage of an ack; SmallRye would end the channel at the first
 *        one that fails
 */
public record AckSettings(Mode mode, boolean confirm, boolean returned) {

    /** Strategies that have a single message delivered again, or never again. */
    private static final Set<String> SETTLING_ONE = Set.of("nak", "term");

    /** Which ack the server gets. */
    public enum Mode {
        /** One for each message. */
        EACH,
        /** One for a message and everything before it. */
        ALL,
        /** None: what was delivered is settled. */
        NONE;

        /** @return as it is written in the configuration */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        private static Mode parse(String text) {
            for (Mode mode : values()) {
                if (mode.word().equals(text.toLowerCase(Locale.ROOT))) {
                    return mode;
                }
            }
            return null;
        }
    }

    static AckSettings read(ChannelConfig config, boolean returned) {
        Mode mode = config.parsed("ack", Mode::parse, "each, all or none", "each");
        return new AckSettings(mode == null ? Mode.EACH : mode, config.flag("ack-confirm"), returned);
    }

    /** @return whether the stage of an ack ends only when its outcome is known */
    public boolean awaited() {
        return confirm || returned;
    }

    /** @return whether one ack says that everything before is processed, too */
    public boolean all() {
        return mode == Mode.ALL;
    }

    /** @return whether the server waits for no ack */
    public boolean none() {
        return mode == Mode.NONE;
    }

    /** @param orderBreaker what of the configuration would break the order, in words, or {@code null} */
    void check(ChannelConfig config, IncomingSettings settings, Set<String> strategies, String orderBreaker) {
        if (mode == Mode.EACH) {
            return;
        }
        if (SETTLING_ONE.contains(settings.failure().strategy())) {
            Set<String> allowed = new TreeSet<>(strategies);
            allowed.removeAll(SETTLING_ONE);
            config.mistake(mode == Mode.ALL
                    ? ERRORS.ackAllBuries(settings.channel(), settings.failure().strategy(),
                            config.property("failure-strategy"), allowed)
                    : ERRORS.ackNoneGivesNothingBack(settings.channel(), settings.failure().strategy(),
                            config.property("failure-strategy"), allowed));
        }
        if (mode == Mode.ALL) {
            String breaker = settings.manualAck() ? "`manual-ack=true`" : orderBreaker;
            if (breaker != null) {
                config.mistake(ERRORS.ackAllNeedsOrder(settings.channel(), breaker));
            }
        } else {
            for (String key : List.of("manual-ack", "ack-confirm", "ack-wait", "group-max-in-flight")) {
                String value = config.own(key);
                if (value != null && !value.trim().equalsIgnoreCase("false")) {
                    config.mistake(ERRORS.withoutAcks(settings.channel(), key, value));
                }
            }
        }
    }
}
