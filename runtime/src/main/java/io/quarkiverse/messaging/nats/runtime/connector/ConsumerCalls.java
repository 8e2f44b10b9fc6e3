package io.quarkiverse.messaging.nats.runtime.connector;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

import io.quarkiverse.messaging.nats.runtime.connection.LiveConnection;
import io.quarkiverse.messaging.nats.runtime.consumer.BoundConsumer;
import io.quarkiverse.messaging.nats.runtime.incoming.ChannelHost;
import io.quarkiverse.messaging.nats.spi.ProcessedSequences;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/** What a channel asks of the server beside messages, on a worker thread. */
final class ConsumerCalls implements ChannelHost {

    private final ConnectionSetup setup;
    private final IncomingBinding binding;
    private final BooleanSupplier paused;

    ConsumerCalls(ConnectionSetup setup, IncomingBinding binding, BooleanSupplier paused) {
        this.setup = setup;
        this.binding = binding;
        this.paused = paused;
    }

    @Override
    public boolean isPaused() {
        return paused.getAsBoolean();
    }

    @Override
    public void bindAgain() {
        setup.bindAgain(binding);
    }

    @Override
    public CompletionStage<ConsumerState> state(LiveConnection live, BoundConsumer consumer) {
        return onWorker(
                () -> ConsumerState.of(live.management().getConsumerInfo(consumer.stream(), consumer.name())));
    }

    @Override
    public CompletionStage<Void> reset(LiveConnection live, BoundConsumer consumer) {
        return onWorker(() -> {
            live.management().resetConsumer(consumer.stream(), consumer.name());
            return null;
        });
    }

    @Override
    public CompletionStage<ProcessedSequences> sequences() {
        return onWorker(binding.record()::open);
    }

    @Override
    public void leaveSequences() {
        onWorker(() -> {
            binding.record().leave();
            return null;
        });
    }

    private static <T> CompletionStage<T> onWorker(Callable<T> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Infrastructure.getDefaultWorkerPool().execute(() -> {
            try {
                result.complete(call.call());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }
}
