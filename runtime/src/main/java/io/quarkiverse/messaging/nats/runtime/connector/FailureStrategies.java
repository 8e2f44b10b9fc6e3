package io.quarkiverse.messaging.nats.runtime.connector;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

import io.quarkiverse.messaging.nats.runtime.config.Strategies;
import io.quarkiverse.messaging.nats.spi.FailureStrategy;

/** What the configuration is checked against: which failure strategies there are, and what they say of themselves. */
final class FailureStrategies {

    private FailureStrategies() {
    }

    static Strategies known(Map<String, FailureStrategy> strategies) {
        return new Strategies(new TreeSet<>(strategies.keySet()), which(strategies, FailureStrategy::stops),
                which(strategies, FailureStrategy::retries), which(strategies, FailureStrategy::deadLetters));
    }

    private static Set<String> which(Map<String, FailureStrategy> strategies, Predicate<FailureStrategy> wanted) {
        Set<String> names = new TreeSet<>();
        strategies.forEach((name, strategy) -> {
            if (wanted.test(strategy)) {
                names.add(name);
            }
        });
        return names;
    }
}
