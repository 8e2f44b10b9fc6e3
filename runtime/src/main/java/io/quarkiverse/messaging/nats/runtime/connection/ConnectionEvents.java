package io.quarkiverse.messaging.nats.runtime.connection;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsLog.LOG;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.Consumer;
import io.nats.client.ErrorListener;

/** What jnats reports of one physical connection. An event of a connection that was given up is not passed on. */
final class ConnectionEvents implements ConnectionListener, ErrorListener {

    private final String name;
    private final ManagedConnection owner;
    private volatile String lastError = "no reason given";

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
            case LAME_DUCK -> LOG.lameDuck(name, connection.getConnectedUrl());
            default -> {
                // CONNECTED and RECONNECTED come before the connection can be used
            }
        }
    }

    @Override
    public void errorOccurred(Connection connection, String error) {
        lastError = error;
        LOG.serverError(name, error);
    }

    @Override
    public void exceptionOccurred(Connection connection, Exception exception) {
        LOG.clientException(name, exception);
    }

    @Override
    public void slowConsumerDetected(Connection connection, Consumer consumer) {
        LOG.slowConsumer(name);
    }
}
