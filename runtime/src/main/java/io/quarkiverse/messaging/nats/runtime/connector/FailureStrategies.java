package io.quarkiverse.messaging.nats.runtime.connector;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

import jakarta.enterprise.inject.Instance;

import io.quarkiverse.messaging.nats.runtime.config.Strategies;
import io.quarkiverse.messaging.nats.spi.FailureStrategy;
import io.smallrye.common.annotation.Identifier;

/** The failure strategies that exist: the built-in ones and the application's own, by identifier. */
final class FailureStrategies {

    private FailureStrategies() {
    }

    static Map<String, FailureStrategy> all(Instance<FailureStrategy> beans) {
        Map<String, FailureStrategy> strategies = new TreeMap<>();
        for (Instance.Handle<FailureStrategy> bean : beans.handles()) {
            bean.getBean().getQualifiers().stream()
                    .filter(Identifier.class::isInstance)
                    .forEach(qualifier -> strategies.put(((Identifier) qualifier).value(), bean.get()));
        }
        return strategies;
    }

    /** What the configuration is checked against. */
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
