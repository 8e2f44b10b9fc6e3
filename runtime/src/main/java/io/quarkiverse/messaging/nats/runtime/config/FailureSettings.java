package io.quarkiverse.messaging.nats.runtime.config;

import static io.quarkiverse.messaging.nats.runtime.i18n.FailureErrors.FAILURES;
import static io.quarkiverse.messaging.nats.runtime.i18n.NatsErrors.ERRORS;

import java.time.Duration;
import java.util.List;

/**
 * What becomes of the failed messages of one incoming channel, checked as far as that goes without a server.
 *
 * @param strategy the identifier of the failure strategy
 * @param stops whether it stops the channel
 * @param backoff the delay of a redelivery by delivery count, never empty
 * @param nonRetryable exceptions that lead to the last resort at once
 * @param maxDeliver the delivery count from which a failure leads to the last resort, 0 for unlimited
 * @param lastResort {@code null} where nothing leads to one
 * @param deadLetterSubject where messages are put aside, or {@code null}
 */
public record FailureSettings(String strategy, boolean stops, List<Duration> backoff, List<Class<?>> nonRetryable,
        long maxDeliver, LastResort lastResort, String deadLetterSubject) {

    /** How many causes of an exception are looked at: a chain can be a ring. */
    private static final int DEEPEST_CAUSE = 32;

    /** What is done with a message that is not tried again. */
    public enum LastResort {
        /** It is put aside. */
        DEAD_LETTER("dead-letter"),
        /** It is never delivered again. */
        TERM("term"),
        /** The channel stops at it. */
        FAIL("fail");

        private final String text;

        LastResort(String text) {
            this.text = text;
        }

        static LastResort parse(String text) {
            for (LastResort one : values()) {
                if (one.text.equals(text)) {
                    return one;
                }
            }
            return null;
        }
    }

    /**
     * @param failure why a message failed
     * @return whether this exception or one of its causes is listed, by its class or a superclass
     */
    public boolean isNonRetryable(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE && !nonRetryable.isEmpty(); depth++) {
            for (Class<?> listed : nonRetryable) {
                if (listed.isInstance(cause)) {
                    return true;
                }
            }
            cause = cause.getCause();
        }
        return false;
    }

    /**
     * @param breaker what of the configuration would break the order, in words, or {@code null}
     */
    void checkOrder(ChannelConfig config, String breaker) {
        if (breaker != null && stops) {
            config.mistake(ERRORS.failNeedsOrder(config.channel(), strategy, breaker));
        } else if (breaker != null && lastResort == LastResort.FAIL) {
            config.mistake(FAILURES.lastResortNeedsOrder(config.channel(), breaker));
        }
    }
}
