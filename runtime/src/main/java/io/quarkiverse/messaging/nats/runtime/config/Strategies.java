package io.quarkiverse.messaging.nats.runtime.config;

import java.util.Set;

/**
 * The failure strategies that exist, by identifier, as far as the configuration is checked against them.
 *
 * @param all all of them
 * @param stopping those that stop the channel
 * @param retrying those after which a failed message may come again
 */
public record Strategies(Set<String> all, Set<String> stopping, Set<String> retrying) {
}
