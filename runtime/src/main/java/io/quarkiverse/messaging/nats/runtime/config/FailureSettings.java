package io.quarkiverse.messaging.nats.runtime.config;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsErrors.ERRORS;

import java.time.Duration;
import java.util.List;

/**
 * What becomes of the failed messages of one incoming channel, checked as far as that goes without a server.
 *
 * @param strategy the identifier of the failure strategy
 * @param stops whether it stops the channel
 * @param backoff the delay of a redelivery by delivery count, never empty
 */
public record FailureSettings(String strategy, boolean stops, List<Duration> backoff) {

    static FailureSettings read(ChannelConfig config, Strategies strategies) {
        String strategy = config.text("failure-strategy");
        if (!strategies.all().contains(strategy)) {
            config.mistake(ERRORS.unknownStrategy(config.channel(), strategy, strategies.all()));
        }
        return new FailureSettings(strategy, strategies.stopping().contains(strategy), config.durations("backoff"));
    }

    /**
     * @param breaker what of the configuration would break the order, in words, or {@code null}
     */
    void checkOrder(ChannelConfig config, String breaker) {
        if (stops && breaker != null) {
            config.mistake(ERRORS.failNeedsOrder(config.channel(), strategy, breaker));
        }
    }
}
