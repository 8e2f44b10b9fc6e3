package io.quarkiverse.messaging.nats.runtime.incoming;

import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;

import org.eclipse.microprofile.reactive.messaging.Metadata;

import io.quarkiverse.messaging.nats.NatsNack;
import io.smallrye.reactive.messaging.providers.MetadataInjectableMessage;
import io.smallrye.reactive.messaging.providers.locals.ContextAwareMessage;

/** One delivery as the application sees it; what it says is carried out by the flow. */
final class IncomingNatsMessage implements ContextAwareMessage<byte[]>, MetadataInjectableMessage<byte[]> {

    private final MessageFlow flow;
    private final Delivery delivery;
    private volatile Metadata metadata;

    IncomingNatsMessage(MessageFlow flow, Delivery delivery, Metadata metadata) {
        this.flow = flow;
        this.delivery = delivery;
        this.metadata = metadata;
    }

    @Override
    public byte[] getPayload() {
        return delivery.payload;
    }

    @Override
    public Metadata getMetadata() {
        return metadata;
    }

    @Override
    public synchronized void injectMetadata(Object more) {
        metadata = metadata.with(more);
    }

    @Override
    public CompletionStage<Void> ack(Metadata ignored) {
        return flow.processed(delivery);
    }

    @Override
    public CompletionStage<Void> nack(Throwable reason, Metadata of) {
        return flow.failed(delivery, reason, of == null ? null : of.get(NatsNack.class).orElse(null));
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
