package io.quarkiverse.messaging.nats.runtime.connection;

/** Told what becomes of a connection, on a worker or jnats thread, one call at a time; must not block for long. */
public interface ConnectionObserver {

    /**
     * There is a new physical connection: everything on an earlier one is gone.
     *
     * @param connection the new one
     */
    void connected(LiveConnection connection);

    /**
     * A server answered and refused; it is asked again.
     *
     * @param sentence why
     */
    void refused(String sentence);

    /**
     * The server did not permit a message that was published.
     *
     * @param subject its subject
     */
    void publishDenied(String subject);

    /** The connection is lost for now. Subscriptions will be made again by jnats, pulls will not. */
    void disconnected();

    /**
     * The same physical connection is back, its subscriptions are made again.
     *
     * @param connection the one that was lost
     */
    void reconnected(LiveConnection connection);
}
