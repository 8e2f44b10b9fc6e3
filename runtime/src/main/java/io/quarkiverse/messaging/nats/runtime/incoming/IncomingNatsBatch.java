package io.quarkiverse.messaging.nats.runtime.incoming;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;

import org.eclipse.microprofile.reactive.messaging.Metadata;

import io.quarkiverse.messaging.nats.IncomingNatsBatchMetadata;
import io.quarkiverse.messaging.nats.NatsNack;
import io.quarkiverse.messaging.nats.spi.DeliveryInProgress;
import io.smallrye.reactive.messaging.providers.MetadataInjectableMessage;
import io.smallrye.reactive.messaging.providers.locals.ContextAwareMessage;
import io.smallrye.reactive.messaging.providers.locals.LocalContextMetadata;
import io.vertx.core.Context;

/** Several deliveries as the application sees them: one message with a list, settled as one. */
final class IncomingNatsBatch implements ContextAwareMessage<List<Object>>, MetadataInjectableMessage<List<Object>> {

    private final Batches batches;
    private final List<Delivery> members;
    private final List<Object> payload;
    private volatile Metadata metadata;

    IncomingNatsBatch(Batches batches, List<Delivery> members, List<Object> payload, Context context,
            DeliveryInProgress inProgress) {
        this.batches = batches;
        this.members = members;
        this.payload = payload;
        Metadata all = Metadata.of(new LocalContextMetadata(context),
                new IncomingNatsBatchMetadata(members.stream().map(member -> member.metadata).toList()));
        this.metadata = inProgress == null ? all : all.with(inProgress);
    }

    @Override
    public List<Object> getPayload() {
        return payload;
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
        return batches.processed(members);
    }

    @Override
    public CompletionStage<Void> nack(Throwable reason, Metadata of) {
        return batches.failed(members, reason, of == null ? null : of.get(NatsNack.class).orElse(null));
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
