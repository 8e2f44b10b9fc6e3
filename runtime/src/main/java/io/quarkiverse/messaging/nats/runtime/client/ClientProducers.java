package io.quarkiverse.messaging.nats.runtime.client;

import java.lang.annotation.Annotation;

import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamManagement;
import io.nats.client.KeyValue;
import io.quarkiverse.messaging.nats.NatsBucket;
import io.quarkiverse.messaging.nats.NatsConnection;
import io.quarkiverse.messaging.nats.runtime.config.NatsConfig;
import io.quarkiverse.messaging.nats.runtime.connection.NatsConnections;
import io.quarkus.arc.DefaultBean;

/** Makes what is injected. An application that produces a {@code Connection} of its own keeps it. */
@Singleton
public class ClientProducers {

    @Inject
    NatsConnections connections;

    @Produces
    @DefaultBean
    Connection connection() {
        return client(Connection.class, NatsConfig.DEFAULT_CONNECTION, connection -> connection);
    }

    @Produces
    @DefaultBean
    JetStream jetStream() {
        return client(JetStream.class, NatsConfig.DEFAULT_CONNECTION, Connection::jetStream);
    }

    @Produces
    @DefaultBean
    JetStreamManagement management() {
        return client(JetStreamManagement.class, NatsConfig.DEFAULT_CONNECTION, Connection::jetStreamManagement);
    }

    @Produces
    @NatsConnection("")
    Connection namedConnection(InjectionPoint point) {
        return client(Connection.class, name(point), connection -> connection);
    }

    @Produces
    @NatsConnection("")
    JetStream namedJetStream(InjectionPoint point) {
        return client(JetStream.class, name(point), Connection::jetStream);
    }

    @Produces
    @NatsConnection("")
    JetStreamManagement namedManagement(InjectionPoint point) {
        return client(JetStreamManagement.class, name(point), Connection::jetStreamManagement);
    }

    @Produces
    @NatsBucket("")
    KeyValue bucket(InjectionPoint point) {
        NatsBucket bucket = qualifier(point, NatsBucket.class);
        return client(KeyValue.class, bucket.connection(), connection -> connection.keyValue(bucket.value()));
    }

    private <T> T client(Class<T> type, String connection, LiveClient.Part<T> part) {
        return LiveClient.of(type, connections.get(connection), part);
    }

    private static String name(InjectionPoint point) {
        return qualifier(point, NatsConnection.class).value();
    }

    private static <A extends Annotation> A qualifier(InjectionPoint point, Class<A> type) {
        return point.getQualifiers().stream().filter(type::isInstance).map(type::cast).findFirst().orElseThrow();
    }
}
