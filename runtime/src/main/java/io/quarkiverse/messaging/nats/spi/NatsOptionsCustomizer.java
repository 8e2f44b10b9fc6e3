package io.quarkiverse.messaging.nats.spi;

import io.nats.client.Options;

/**
 * A bean of this type changes the options of the jnats client, after the configuration was applied and before the
 * connector adds its own listeners, which can't be replaced.
 */
public interface NatsOptionsCustomizer {

    /**
     * @param connection the connection's name, {@code <default>} for the default one
     * @param options the options so far
     */
    void customize(String connection, Options.Builder options);
}
