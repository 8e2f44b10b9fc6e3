package io.quarkiverse.messaging.nats.runtime.incoming;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsErrors.ERRORS;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.nats.client.impl.AckType;
import io.quarkiverse.messaging.nats.NatsAcknowledgement;

/** The verbs of {@link NatsAcknowledgement} for one delivery of a channel with {@code manual-ack=true}. */
final class AckByHand implements NatsAcknowledgement.Verbs {

    private final MessageFlow flow;
    private final Delivery delivery;

    AckByHand(MessageFlow flow, Delivery delivery) {
        this.flow = flow;
        this.delivery = delivery;
    }

    @Override
    public CompletionStage<Void> ack() {
        return settle(AckType.AckAck.bytes);
    }

    @Override
    public CompletionStage<Void> nak(Duration delay) {
        return settle(AckWords.nak(delay));
    }

    @Override
    public CompletionStage<Void> term(String reason) {
        return settle(AckWords.term(reason));
    }

    @Override
    public CompletionStage<Void> ackConfirmed() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        flow.loop().run(() -> flow.settleConfirmed(delivery).whenComplete((confirmed, failure) -> {
            if (failure == null) {
                done.complete(null);
            } else {
                done.completeExceptionally(ERRORS.ackNotConfirmed(delivery.sequence, failure));
            }
        }));
        return done;
    }

    @Override
    public CompletionStage<Void> inProgress() {
        return onLoop(() -> flow.extend(delivery));
    }

    private CompletionStage<Void> settle(byte[] word) {
        return onLoop(() -> flow.settle(delivery, word));
    }

    private CompletionStage<Void> onLoop(Runnable action) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        flow.loop().run(() -> {
            action.run();
            done.complete(null);
        });
        return done;
    }
}
