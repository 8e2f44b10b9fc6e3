package io.quarkiverse.messaging.nats.runtime.connector;

import java.util.Map;
import java.util.TreeMap;

import jakarta.enterprise.inject.Instance;

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
}
