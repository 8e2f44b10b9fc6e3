package io.quarkiverse.messaging.nats.runtime.outgoing;

import static io.quarkiverse.messaging.nats.runtime.i18n.StreamStoreErrors.STREAM_STORE;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

import io.quarkiverse.messaging.nats.NatsTransactions;
import io.quarkiverse.messaging.nats.TransactionalEmitter;
import io.quarkiverse.messaging.nats.spi.AtomicSequences;
import io.quarkiverse.messaging.nats.spi.DeliveryInProgress;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.EmitterConfiguration;
import io.smallrye.reactive.messaging.providers.extension.AbstractEmitter;

/** A transaction goes to its channel as one message, with the record of its source. */
final class TransactionEmitter<T> extends AbstractEmitter<T> implements NatsTransactions<T> {

    private final String channel;

    TransactionEmitter(EmitterConfiguration configuration, long bufferSize) {
        super(configuration, bufferSize);
        this.channel = configuration.name();
    }

    @Override
    public <R> Uni<R> withTransaction(Function<TransactionalEmitter<T>, Uni<R>> work) {
        return Uni.createFrom().deferred(() -> run(DeliveryInProgress.current(), work));
    }

    @Override
    public <R> Uni<R> withTransaction(Message<?> source, Function<TransactionalEmitter<T>, Uni<R>> work) {
        return Uni.createFrom().deferred(() -> {
            DeliveryInProgress delivery = source.getMetadata(DeliveryInProgress.class).orElse(null);
            return delivery != null && delivery.sequences() instanceof AtomicSequences ? run(delivery, work)
                    : Uni.createFrom().<R> failure(STREAM_STORE.noRecord(channel));
        }).call(() -> Uni.createFrom().completionStage(source::ack))
                // A method that fails ends its channel, where it takes a Message.
                .onFailure().recoverWithUni(failure -> Uni.createFrom().completionStage(() -> source.nack(failure))
                        .replaceWith((R) null));
    }

    private <R> Uni<R> run(DeliveryInProgress delivery, Function<TransactionalEmitter<T>, Uni<R>> work) {
        Transaction<T> transaction = new Transaction<>();
        return work.apply(transaction).chain(result -> {
            transaction.end();
            return transaction.isMarkedForAbort() ? Uni.createFrom().failure(STREAM_STORE.aborted(channel))
                    : Uni.createFrom().completionStage(commit(delivery, transaction)).replaceWith(result);
        });
    }

    @SuppressWarnings("unchecked") // the channel knows a transaction from a payload
    private CompletableFuture<Void> commit(DeliveryInProgress delivery, Transaction<T> transaction) {
        CompletableFuture<Void> stored = new CompletableFuture<>();
        Metadata metadata = delivery == null ? Metadata.empty() : Metadata.of(delivery);
        emit((Message<? extends T>) Message.of(transaction, metadata, () -> {
            stored.complete(null);
            return CompletableFuture.completedFuture(null);
        }, failure -> {
            stored.completeExceptionally(failure);
            return CompletableFuture.completedFuture(null);
        }));
        return stored;
    }
}
