package io.quarkiverse.messaging.nats.runtime.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.smallrye.config.WithDefault;

/** One connection. Credentials: at most one kind; none of them is ever logged. */
public interface ConnectionConfig {

    /** Addresses of servers of one cluster: {@code nats://host:port}, {@code tls://…} or {@code ws://…}. */
    @WithDefault("nats://localhost:4222")
    List<String> servers();

    /** The user name. */
    Optional<String> username();

    /** The password of {@code username}. */
    Optional<String> password();

    /** A token. */
    Optional<String> token();

    /** The seed of an nkey. */
    Optional<String> nkeySeed();

    /**
     * The path of a credentials file (JWT and seed), read at each connection attempt. One that can't be read fails the start;
     * later it is tried again.
     */
    Optional<String> credentialsFile();

    /** The text of a credentials file. */
    Optional<String> credentials();

    /**
     * The name of an entry in Quarkus's TLS registry; one that is not there fails the start. None: no TLS unless a server
     * address says {@code tls://}.
     */
    Optional<String> tlsConfigurationName();

    /**
     * Whether TLS begins at once, before the server says anything: for a server with {@code handshake_first} (nats-server
     * 2.10.4). Needs TLS. A server without it does not answer such a client.
     */
    @WithDefault("false")
    boolean tlsFirst();

    /** The name that the server shows for this connection. Default: the application's name. */
    Optional<String> connectionName();

    /** How long one attempt to connect may take; the start waits as long for the server's answer. */
    @WithDefault("5s")
    Duration connectTimeout();

    /**
     * {@code optional}: the application starts without a server, its channels not ready, and connects when one appears.
     * {@code required}: a server that does not answer within {@code connect-timeout} fails the start.
     */
    @WithDefault("optional")
    ConnectOnStart connectOnStart();

    /** How often the client asks an idle server for a sign of life. */
    @WithDefault("20s")
    Duration pingInterval();

    /** How many unanswered pings mean that the connection is dead. */
    @WithDefault("2")
    int maxPingsOut();

    /** How long to wait between two attempts to reconnect to the same server; it is tried for ever. */
    @WithDefault("1s")
    Duration reconnectWait();

    /** A random time of at most this length is added to {@code reconnect-wait}. */
    @WithDefault("500ms")
    Duration reconnectJitter();

    /**
     * How many published and unconfirmed messages this connection holds at once, all outgoing channels together; more
     * wait without blocking a thread. Acknowledgements don't count.
     */
    @WithDefault("4096")
    int maxOutgoing();

    /** Whether the start needs a server. */
    enum ConnectOnStart {
        /** Start without one. */
        OPTIONAL,
        /** Fail the start. */
        REQUIRED
    }
}
