package io.quarkiverse.messaging.nats.runtime.connection;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsErrors.ERRORS;

import java.io.IOException;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.JetStreamManagement;
import io.quarkiverse.messaging.nats.runtime.i18n.RefusalException;

/**
 * One physical connection and its two dispatchers, which all channels share: a thread that takes deliveries and a
 * thread that takes replies, however many channels there are. Their queues in jnats have no limit of their own: what
 * they can hold is bounded by the pulls ({@code max-in-flight} of each channel), by {@code max-outgoing} and by
 * {@link ConfirmedPublisher#BOUND}.
 *
 * @param connection jnats's connection
 * @param deliveries takes what pulls bring
 * @param replies takes confirmations of publishes
 * @param confirmed publishes single messages
 */
public record LiveConnection(Connection connection, Dispatcher deliveries, Dispatcher replies,
        ConfirmedPublisher confirmed) {

    static LiveConnection of(Connection connection) {
        Dispatcher replies = unlimited(connection.createDispatcher());
        return new LiveConnection(connection, unlimited(connection.createDispatcher()), replies,
                new ConfirmedPublisher(connection, replies));
    }

    private static Dispatcher unlimited(Dispatcher dispatcher) {
        dispatcher.setPendingLimits(-1, -1);
        return dispatcher;
    }

    /** @return whether messages can be sent at this moment */
    public boolean isUp() {
        return connection.getStatus() == Connection.Status.CONNECTED;
    }

    /** @return the server's address, to be shown */
    public String url() {
        return Addresses.shown(connection.getConnectedUrl());
    }

    /** @return the server's version */
    public String version() {
        return connection.getServerInfo().getVersion();
    }

    /**
     * @param version for example {@code 2.11.0}
     * @return whether the server is of this version or newer
     */
    public boolean serverIsAtLeast(String version) {
        return connection.getServerInfo().isSameOrNewerThanVersion(version);
    }

    /**
     * @param who a channel or stream, as a sentence begins
     * @param what what is asked for
     * @param version the server version that it needs
     */
    public void require(String who, String what, String version) {
        if (!serverIsAtLeast(version)) {
            throw new RefusalException(
                    ERRORS.needsServer(who, what, version.substring(0, version.lastIndexOf('.')), version()));
        }
    }

    /**
     * @return the management API; its calls block
     */
    public JetStreamManagement management() {
        try {
            return connection.jetStreamManagement();
        } catch (IOException e) {
            throw ERRORS.notConnected();
        }
    }
}
