package io.quarkiverse.messaging.nats.runtime.connection;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.quarkiverse.messaging.nats.runtime.config.NatsConfig;

/** The connections of the application, one physical connection per name, shared by all channels. */
@ApplicationScoped
public class NatsConnections {

    @Inject
    NatsConfig config;
    @Inject
    OptionsFactory optionsFactory;

    private final Map<String, ManagedConnection> connections = new ConcurrentHashMap<>();

    /**
     * @param name the name of a configured connection
     * @return it, not yet started where it is new
     */
    public ManagedConnection get(String name) {
        return connections.computeIfAbsent(name, n -> new ManagedConnection(n, config.connection(n), optionsFactory));
    }

    /** Closes them all; channels must have stopped before. Where there are none, the end of the application comes here. */
    @PreDestroy
    public void close() {
        connections.values().forEach(ManagedConnection::close);
        connections.clear();
    }
}
