package io.quarkiverse.messaging.nats.runtime.incoming;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import io.netty.channel.EventLoop;
import io.vertx.core.impl.ContextInternal;

/** The event loop of a channel: everything of the channel happens there, so that nothing needs a lock. */
final class ChannelLoop {

    private final ContextInternal context;
    private final EventLoop eventLoop;

    ChannelLoop(ContextInternal context) {
        this.context = context;
        this.eventLoop = context.nettyEventLoop();
    }

    /** Runs it now where this is the loop, else soon. */
    void run(Runnable action) {
        if (eventLoop.inEventLoop()) {
            action.run();
        } else {
            soon(action);
        }
    }

    /** As {@link #run}; from elsewhere its outcome is brought back only where it is awaited, because that costs a stage. */
    CompletionStage<Void> call(boolean awaited, Supplier<CompletionStage<Void>> action) {
        if (eventLoop.inEventLoop()) {
            return action.get();
        }
        if (!awaited) {
            soon(action::get);
            return AckSender.DONE;
        }
        CompletableFuture<Void> outcome = new CompletableFuture<>();
        soon(() -> action.get().whenComplete((done, failure) -> {
            if (failure == null) {
                outcome.complete(null);
            } else {
                outcome.completeExceptionally(failure);
            }
        }));
        return outcome;
    }

    /** Runs it after what the loop has to do already. */
    void soon(Runnable action) {
        context.runOnContext(ignored -> action.run());
    }

    /** Runs it once, after a delay. */
    void later(Duration delay, Runnable action) {
        context.setTimer(Math.max(1, delay.toMillis()), ignored -> action.run());
    }

    /** Runs it again and again. @return what {@link #cancel} takes */
    long every(Duration period, Runnable action) {
        return context.setPeriodic(Math.max(1, period.toMillis()), ignored -> action.run());
    }

    void cancel(long timer) {
        context.owner().cancelTimer(timer);
    }

    /** @return a context for one message: its locals are its own, its thread is this loop's */
    ContextInternal forOneMessage() {
        return context.duplicate();
    }
}
