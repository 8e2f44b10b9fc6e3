package io.quarkiverse.messaging.nats.benchmarks;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;

import io.smallrye.reactive.messaging.connector.InboundConnector;
import io.smallrye.reactive.messaging.providers.locals.LocalContextMetadata;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;

/** Emits messages that are there already, each with a context of its own: what SmallRye itself can do. */
@ApplicationScoped
@Connector("bench-memory")
public class MemoryConnector implements InboundConnector {

    static final Map<String, Source> SOURCES = new ConcurrentHashMap<>();
    static volatile ContextInternal context;

    @Inject
    Vertx vertx;

    @Override
    public Flow.Publisher<? extends Message<?>> getPublisher(Config config) {
        context = (ContextInternal) vertx.getOrCreateContext();
        return SOURCES.computeIfAbsent(config.getValue("channel-name", String.class), name -> new Source());
    }

    static Message<byte[]> message(byte[] payload) {
        return Message.of(payload, Metadata.of(new LocalContextMetadata(context.duplicate())));
    }
}
