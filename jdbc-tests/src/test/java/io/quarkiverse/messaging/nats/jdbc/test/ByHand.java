package io.quarkiverse.messaging.nats.jdbc.test;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.eclipse.microprofile.reactive.messaging.Incoming;

import io.quarkiverse.messaging.nats.ExactlyOnce;
import io.quarkiverse.messaging.nats.spi.DeliveryInProgress;
import io.quarkiverse.messaging.nats.spi.NotClaimedException;
import io.quarkiverse.messaging.nats.spi.ProcessedSequences;
import io.quarkiverse.messaging.nats.spi.ProcessedSequences.Verdict;
import io.quarkiverse.messaging.nats.spi.StreamPosition;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;

/** Calls a method as a channel does, with a delivery bound to its context, at the moment that a test chooses. */
@Singleton
public class ByHand {

    @Inject
    Vertx vertx;

    private final Map<String, Runnable> work = new ConcurrentHashMap<>();

    @Incoming("by-hand")
    @ExactlyOnce
    void handle(String name) throws IOException {
        work.get(name).run();
    }

    /** Runs the work in a recorded transaction, if it is to be processed. */
    Verdict process(ProcessedSequences record, StreamPosition position, Runnable effect) throws Exception {
        String name = Thread.currentThread().getName() + System.nanoTime();
        boolean[] called = new boolean[1];
        work.put(name, () -> {
            called[0] = true;
            effect.run();
        });
        try {
            on(record, position, () -> {
                handle(name);
                return null;
            }).get(30, TimeUnit.SECONDS);
            return called[0] ? Verdict.PROCESS : Verdict.DONE;
        } catch (java.util.concurrent.ExecutionException e) {
            NotClaimedException said = NotClaimedException.in(e);
            if (said != null) {
                return said.verdict();
            }
            throw e;
        } finally {
            work.remove(name);
        }
    }

    void prepare(String name, Runnable effect) {
        work.put(name, effect);
    }

    /** Runs anything on a worker with the delivery bound to it. */
    CompletableFuture<Void> on(ProcessedSequences record, StreamPosition position, Callable<Void> action) {
        Context context = ((ContextInternal) vertx.getOrCreateContext()).duplicate();
        new DeliveryInProgress("by-hand", record, List.of(position), new LongAdder()).bindTo(context);
        CompletableFuture<Void> ended = new CompletableFuture<>();
        context.executeBlocking(action, false).onComplete(result -> {
            if (result.succeeded()) {
                ended.complete(null);
            } else {
                ended.completeExceptionally(result.cause());
            }
        });
        return ended;
    }
}
