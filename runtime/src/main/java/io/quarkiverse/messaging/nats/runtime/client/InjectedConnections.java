package io.quarkiverse.messaging.nats.runtime.client;

import static io.quarkiverse.messaging.nats.runtime.i18n.ApiErrors.API;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;

import io.quarkiverse.messaging.nats.runtime.config.NatsConfig;
import io.quarkiverse.messaging.nats.runtime.connection.ManagedConnection;
import io.quarkiverse.messaging.nats.runtime.connection.NatsConnections;
import io.quarkiverse.messaging.nats.runtime.i18n.Mistakes;
import io.quarkus.runtime.StartupEvent;

/** Starts the connections that are injected and that no channel has started, and waits for them as long as for those. */
@Singleton
public class InjectedConnections {

    @Inject
    InjectedNames names;
    @Inject
    NatsConfig config;
    @Inject
    NatsConnections connections;

    /** After the channels, before the application's own beans. */
    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE - 99) StartupEvent event) {
        List<String> mistakes = new ArrayList<>();
        List<ManagedConnection> begun = new ArrayList<>();
        for (String name : new TreeSet<>(names.connections())) {
            if (config.connection(name) == null) {
                mistakes.add(API.unknownConnection(name));
            } else {
                ManagedConnection connection = connections.get(name);
                if (connection.start()) {
                    begun.add(connection);
                }
            }
        }
        begun.forEach(connection -> await(connection, mistakes));
        if (!mistakes.isEmpty()) {
            connections.close();
        }
        Mistakes.refuse(mistakes);
    }

    private static void await(ManagedConnection connection, List<String> mistakes) {
        Duration timeout = connection.config().connectTimeout();
        try {
            connection.firstAnswer().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            mistakes.add(e.getCause().getMessage());
        } catch (TimeoutException e) {
            String refusal = connection.refusalToStart();
            if (refusal != null) {
                mistakes.add(refusal);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
