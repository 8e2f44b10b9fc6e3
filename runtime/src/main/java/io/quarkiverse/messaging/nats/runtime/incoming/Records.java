package io.quarkiverse.messaging.nats.runtime.incoming;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.nats.client.impl.AckType;
import io.quarkiverse.messaging.nats.spi.ProcessedSequences;

/**
 * Records in the channel's sequence store what became of a message, and tells the server only then. Where that fails it is
 * tried again until it succeeds; the message is held meanwhile. Without a store the server is told at once.
 */
final class Records {

    private final MessageFlow flow;
    private final Claims claims;
    private final StoreTrouble trouble;
    private final ChannelLoop loop;

    Records(MessageFlow flow, Claims claims, StoreTrouble trouble, ChannelLoop loop) {
        this.flow = flow;
        this.claims = claims;
        this.trouble = trouble;
        this.loop = loop;
    }

    /** Its method has processed it: recorded, then settled. */
    CompletionStage<Void> processed(Delivery delivery) {
        return claims.isOff() ? flow.settle(delivery, AckType.AckAck.bytes) : record(delivery, AckType.AckAck.bytes, false);
    }

    /** It will not be processed: recorded as that, then settled with the word. */
    void closed(Delivery delivery, byte[] word) {
        if (claims.isOff()) {
            flow.settle(delivery, word);
        } else {
            record(delivery, word, true);
        }
    }

    private CompletionStage<Void> record(Delivery delivery, byte[] word, boolean dead) {
        if (delivery.isDone()) {
            return flow.settle(delivery, word);
        }
        delivery.leaving = true;
        CompletableFuture<Void> outcome = new CompletableFuture<>();
        record(delivery, word, dead, outcome);
        return outcome;
    }

    private void record(Delivery delivery, byte[] word, boolean dead, CompletableFuture<Void> outcome) {
        ProcessedSequences in = delivery.claimedIn;
        (dead ? in.dead(delivery.position) : in.done(delivery.position)).whenComplete((nothing, failure) -> loop.run(() -> {
            if (failure == null) {
                trouble.over();
                delivery.leaving = false;
                delivery.claim = Claims.State.RECORDED;
                flow.settle(delivery, word).whenComplete((told, untold) -> {
                    if (untold == null) {
                        outcome.complete(null);
                    } else {
                        outcome.completeExceptionally(untold);
                    }
                });
            } else if (!claims.isCurrent(in)) {
                // The record is another instance's now, and so is the message.
                in.release(delivery.position);
                delivery.leaving = false;
                flow.inFlight().remove(delivery);
                flow.methodEnded(delivery, Delivery.State.SETTLED);
                outcome.complete(null);
            } else {
                loop.later(trouble.failed(failure), () -> record(delivery, word, dead, outcome));
            }
        }));
    }
}
