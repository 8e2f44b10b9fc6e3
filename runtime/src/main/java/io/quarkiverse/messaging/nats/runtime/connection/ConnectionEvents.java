package io.quarkiverse.messaging.nats.runtime.connection;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsLog.LOG;

import java.util.Locale;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.Consumer;
import io.nats.client.ErrorListener;

/** What jnats reports of one physical connection. An event of a connection that was given up is not passed on. */
final class ConnectionEvents implements ConnectionListener, ErrorListener {

    private final String name;
    private final ManagedConnection owner;
    private volatile String lastError = "no reason given";
    private volatile Exception lastException;

    ConnectionEvents(String name, ManagedConnection owner) {
        this.name = name;
        this.owner = owner;
    }

    @Override
    public void connectionEvent(Connection connection, Events type) {
        switch (type) {
            case DISCONNECTED -> owner.disconnected(connection);
            case RESUBSCRIBED -> owner.reconnected(connection);
            case CLOSED -> owner.closed(connection, lastError);
            case LAME_DUCK -> LOG.lameDuck(name, Addresses.shown(connection.getConnectedUrl()));
            default -> {
                // CONNECTED and RECONNECTED come before the connection can be used
            }
        }
    }

    @Override
    public void errorOccurred(Connection connection, String error) {
        lastError = error;
        if (isAboutCredentials(error)) {
            // jnats itself says so only when its connection timeout is over.
            owner.credentialsRefused(error);
        } else if (!owner.permissions().areMeant(connection, error)) {
            LOG.serverError(name, Addresses.shown(error));
        }
    }

    String lastError() {
        return lastError;
    }

    private static boolean isAboutCredentials(String error) {
        String lower = error.toLowerCase(Locale.ROOT);
        return lower.contains("authorization violation") || lower.startsWith("user authentication")
                || lower.startsWith("account authentication");
    }

    /** @return the words of what was at the bottom of the last exception, or {@code null} where there was none */
    String lastReason() {
        Throwable reason = lastException;
        while (reason != null && reason.getCause() != null) {
            reason = reason.getCause();
        }
        return reason == null ? null : reason.getMessage();
    }

    @Override
    public void exceptionOccurred(Connection connection, Exception exception) {
        lastException = exception;
        LOG.clientException(name, Addresses.shown(String.valueOf(exception)));
    }

    @Override
    public void slowConsumerDetected(Connection connection, Consumer consumer) {
        LOG.slowConsumer(name);
    }
}
