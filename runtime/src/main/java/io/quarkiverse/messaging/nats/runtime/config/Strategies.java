package io.quarkiverse.messaging.nats.runtime.config;

import java.util.Set;

/**
 * The failure strategies that exist, by identifier, as far as the configuration is checked against them.
 *
 * @param all all of them
 * @param stopping those that stop the channel
 * @param retrying those after which a failed message may come again
 * @param deadLettering those that need a dead-letter subject
 */
public record Strategies(Set<String> all, Set<String> stopping, Set<String> retrying, Set<String> deadLettering) {
}
