package io.quarkiverse.messaging.nats.runtime.incoming;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;

import org.eclipse.microprofile.reactive.messaging.Metadata;

import io.quarkiverse.messaging.nats.IncomingNatsMetadata;
import io.quarkiverse.messaging.nats.NatsNack;
import io.smallrye.reactive.messaging.providers.MetadataInjectableMessage;
import io.smallrye.reactive.messaging.providers.locals.ContextAwareMessage;
import io.smallrye.reactive.messaging.providers.locals.LocalContextMetadata;

/** One delivery as the application sees it; what it says is carried out by the flow. */
final class IncomingNatsMessage implements ContextAwareMessage<byte[]>, MetadataInjectableMessage<byte[]> {

    private final MessageFlow flow;
    private final Delivery delivery;
    private final LocalContextMetadata context;
    private final IncomingNatsMetadata own;
    /** Made when somebody wants all of it: for most messages nobody does. */
    private volatile Metadata metadata;

    IncomingNatsMessage(MessageFlow flow, Delivery delivery, LocalContextMetadata context) {
        this.flow = flow;
        this.delivery = delivery;
        this.context = context;
        this.own = delivery.metadata;
    }

    @Override
    public byte[] getPayload() {
        return delivery.payload;
    }

    @Override
    public Metadata getMetadata() {
        Metadata all = metadata;
        return all == null ? made() : all;
    }

    private synchronized Metadata made() {
        if (metadata == null) {
            metadata = Metadata.of(context, own);
        }
        return metadata;
    }

    @Override
    public <M> Optional<M> getMetadata(Class<? extends M> type) {
        Metadata all = metadata;
        if (all != null) {
            return Optional.ofNullable(all.get(type).orElse(null));
        }
        if (type == LocalContextMetadata.class) {
            return Optional.of(type.cast(context));
        }
        return type == IncomingNatsMetadata.class ? Optional.of(type.cast(own)) : Optional.empty();
    }

    @Override
    public synchronized void injectMetadata(Object more) {
        metadata = getMetadata().with(more);
    }

    @Override
    public CompletionStage<Void> ack() {
        return flow.processed(delivery);
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
