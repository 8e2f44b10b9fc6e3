package io.quarkiverse.messaging.nats.runtime.client;

import java.util.Set;

/**
 * The connections that the application has injected, as the build found them.
 *
 * @param connections their names
 */
public record InjectedNames(Set<String> connections) {
}
