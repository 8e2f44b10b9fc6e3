package io.quarkiverse.messaging.nats.runtime.config;

import static io.quarkiverse.messaging.nats.runtime.i18n.FailureErrors.FAILURES;
import static io.quarkiverse.messaging.nats.runtime.i18n.NatsErrors.ERRORS;

import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.messaging.nats.runtime.config.FailureSettings.LastResort;

/** Reads the {@link FailureSettings} of one channel; combinations that mean nothing are mistakes. */
final class FailureReader {

    private static final String DEAD_LETTER_SUBJECT = "dead-letter-subject";
    private static final String MAX_DELIVER = "max-deliver";
    private static final String MAX_DELIVER_THEN = "max-deliver-then";
    private static final String NON_RETRYABLE = "non-retryable";
    /** They count retries, or say what comes after them. */
    private static final List<String> OF_RETRIES = List.of(MAX_DELIVER, NON_RETRYABLE, MAX_DELIVER_THEN);

    private final ChannelConfig config;
    private final String channel;
    private final Strategies strategies;

    FailureReader(ChannelConfig config, Strategies strategies) {
        this.config = config;
        this.channel = config.channel();
        this.strategies = strategies;
    }

    FailureSettings read(List<String> subjects, boolean manualAck) {
        String strategy = config.text("failure-strategy");
        boolean known = strategies.all().contains(strategy);
        if (!known) {
            config.mistake(ERRORS.unknownStrategy(channel, strategy, strategies.all()));
        }
        String subject = deadLetterSubject(subjects);
        if (subject == null && strategies.deadLettering().contains(strategy)) {
            config.mistake(FAILURES.deadLetterNeedsSubject(channel, strategy, config.property(DEAD_LETTER_SUBJECT)));
        }
        boolean retries = !manualAck && (!known || strategies.retrying().contains(strategy));
        if (!retries) {
            refuseKeysOfRetries(manualAck, strategy);
        }
        List<Class<?>> nonRetryable = retries ? nonRetryable() : List.of();
        long maxDeliver = retries ? maxDeliver() : 0;
        return new FailureSettings(strategy, strategies.stopping().contains(strategy), config.durations("backoff"),
                nonRetryable, maxDeliver, retries ? lastResort(subject) : null, subject);
    }

    /** One that is set for all channels of the connector counts where it can. */
    private void refuseKeysOfRetries(boolean manualAck, String strategy) {
        for (String key : OF_RETRIES) {
            String value = config.own(key);
            if (value != null) {
                config.mistake(manualAck ? FAILURES.settledByHand(channel, key, value)
                        : FAILURES.nothingToCount(channel, key, value, strategy));
            }
        }
    }

    private String deadLetterSubject(List<String> subjects) {
        String subject = config.text(DEAD_LETTER_SUBJECT);
        if (subject == null) {
            return null;
        }
        String property = config.property(DEAD_LETTER_SUBJECT);
        String wrong = subject.contains(",") ? "it has a comma" : Names.wrongSubject(subject, false);
        if (wrong != null) {
            config.mistake(FAILURES.badDeadLetterSubject(channel, subject, wrong, property));
            return subject;
        }
        for (String filter : subjects) {
            if (Names.overlap(filter, subject)) {
                String other = "dead." + Names.legal(channel);
                boolean possible = subjects.stream().noneMatch(one -> Names.overlap(one, other));
                config.mistake(FAILURES.deadLetterLoops(channel, subject, filter, possible ? "`" + property + "=" + other + "`"
                        : "by a narrower `" + config.property("subject") + "`"));
            }
        }
        return subject;
    }

    private long maxDeliver() {
        Long most = config.parsed(MAX_DELIVER, value -> {
            long parsed = Long.parseLong(value);
            return parsed >= 1 ? parsed : null;
        }, "a whole number of at least 1", "5");
        return most == null ? 0 : most;
    }

    private List<Class<?>> nonRetryable() {
        List<Class<?>> classes = new ArrayList<>();
        String names = config.text(NON_RETRYABLE);
        for (String name : names == null ? new String[0] : names.split(",", -1)) {
            String why = "is no exception";
            try {
                Class<?> found = Class.forName(name.trim(), false, Thread.currentThread().getContextClassLoader());
                if (Throwable.class.isAssignableFrom(found)) {
                    classes.add(found);
                    continue;
                }
            } catch (ClassNotFoundException | LinkageError e) {
                why = "is no class of this application";
            }
            config.mistake(FAILURES.noThrowable(channel, name.trim(), why));
        }
        return List.copyOf(classes);
    }

    private LastResort lastResort(String subject) {
        LastResort then = config.parsed(MAX_DELIVER_THEN, LastResort::parse, "dead-letter, term or fail", "term");
        String leading = config.isSet(MAX_DELIVER) ? MAX_DELIVER : config.isSet(NON_RETRYABLE) ? NON_RETRYABLE : null;
        if (leading == null) {
            if (config.own(MAX_DELIVER_THEN) != null) {
                config.mistake(FAILURES.lastResortNeverDue(channel, config.text(MAX_DELIVER_THEN), config.property(MAX_DELIVER),
                        config.property(NON_RETRYABLE)));
            }
            return null;
        }
        if (then == LastResort.DEAD_LETTER && subject == null) {
            config.mistake(FAILURES.lastResortNeedsSubject(channel, config.property(DEAD_LETTER_SUBJECT)));
        } else if (then == null && subject == null && !config.isSet(MAX_DELIVER_THEN)) {
            config.mistake(FAILURES.noLastResort(channel, leading, config.text(leading), config.property(DEAD_LETTER_SUBJECT),
                    config.property(MAX_DELIVER_THEN)));
        }
        return then != null ? then : LastResort.DEAD_LETTER;
    }
}
