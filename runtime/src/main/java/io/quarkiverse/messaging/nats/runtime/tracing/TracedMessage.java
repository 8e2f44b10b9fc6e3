package io.quarkiverse.messaging.nats.runtime.tracing;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.smallrye.reactive.messaging.providers.MetadataInjectableMessage;
import io.smallrye.reactive.messaging.providers.locals.ContextAwareMessage;

/** A message that ends its span when it is settled. */
final class TracedMessage<T> implements ContextAwareMessage<T>, MetadataInjectableMessage<T> {

    private final Message<T> message;
    private final Span span;

    TracedMessage(Message<T> message, Context context) {
        this.message = message;
        this.span = Span.fromContext(context);
    }

    void end() {
        span.end();
    }

    @Override
    public T getPayload() {
        return message.getPayload();
    }

    @Override
    public Metadata getMetadata() {
        return message.getMetadata();
    }

    @Override
    public <M> Optional<M> getMetadata(Class<? extends M> type) {
        return message.getMetadata(type);
    }

    @Override
    public void injectMetadata(Object more) {
        ((MetadataInjectableMessage<?>) message).injectMetadata(more);
    }

    @Override
    public CompletionStage<Void> ack() {
        span.end();
        return message.ack();
    }

    @Override
    public CompletionStage<Void> ack(Metadata metadata) {
        span.end();
        return message.ack(metadata);
    }

    @Override
    public CompletionStage<Void> nack(Throwable reason, Metadata metadata) {
        Failure.on(span, reason);
        return message.nack(reason, metadata);
    }

    @Override
    public Function<Metadata, CompletionStage<Void>> getAckWithMetadata() {
        return this::ack;
    }

    @Override
    public BiFunction<Throwable, Metadata, CompletionStage<Void>> getNackWithMetadata() {
        return this::nack;
    }
}
