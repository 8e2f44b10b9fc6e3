package io.quarkiverse.messaging.nats.runtime.connector;

import java.util.Map;
import java.util.TreeMap;

import jakarta.enterprise.inject.Instance;

import io.smallrye.common.annotation.Identifier;

/** What is plugged in: the built-in beans of a type and the application's own, by identifier. */
final class Identified {

    private Identified() {
    }

    static <T> Map<String, T> all(Instance<T> beans) {
        Map<String, T> all = new TreeMap<>();
        for (Instance.Handle<T> bean : beans.handles()) {
            bean.getBean().getQualifiers().stream().filter(Identifier.class::isInstance)
                    .forEach(qualifier -> all.put(((Identifier) qualifier).value(), bean.get()));
        }
        return all;
    }
}
