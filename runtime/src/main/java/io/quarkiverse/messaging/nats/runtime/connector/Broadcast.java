package io.quarkiverse.messaging.nats.runtime.connector;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;

import org.eclipse.microprofile.reactive.messaging.Message;

import io.smallrye.mutiny.Multi;

/**
 * A channel whose messages each go to several methods: nothing is given before all of them are there, a message is settled
 * when all of them have processed it, and it has failed when one of them failed.
 */
final class Broadcast {

    private static final CompletionStage<Void> DONE = CompletableFuture.completedStage(null);

    private Broadcast() {
    }

    static Flow.Publisher<? extends Message<?>> of(Flow.Publisher<Message<?>> channel, int methods) {
        if (methods < 2) {
            return Multi.createFrom().publisher(channel).broadcast().toAllSubscribers();
        }
        return Multi.createFrom().publisher(channel).<Message<?>> map(message -> shared(message, methods)).broadcast()
                .toAtLeast(methods);
    }

    private static Message<?> shared(Message<?> message, int methods) {
        AtomicInteger open = new AtomicInteger(methods);
        return message.withAckWithMetadata(metadata -> open.decrementAndGet() == 0 ? message.ack(metadata) : DONE);
    }
}
