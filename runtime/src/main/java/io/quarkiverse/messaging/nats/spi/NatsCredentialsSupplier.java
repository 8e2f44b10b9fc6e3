package io.quarkiverse.messaging.nats.spi;

import io.quarkiverse.messaging.nats.NatsCredentials;

/**
 * A bean of this type supplies credentials that change while the application runs. It is asked on a worker thread
 * each time that a connection is built: at start, and again after the server refused the credentials in use.
 */
public interface NatsCredentialsSupplier {

    /**
     * @param connection the connection's name, {@code <default>} for the default one
     * @return its credentials, or {@code null} to use the configured ones
     */
    NatsCredentials credentials(String connection);
}
