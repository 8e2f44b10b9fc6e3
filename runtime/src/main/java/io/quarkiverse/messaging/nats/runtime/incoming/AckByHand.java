package io.quarkiverse.messaging.nats.runtime.incoming;

import java.time.Duration;
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
        return flow.loop().call(true, () -> flow.settlement().settleConfirmed(delivery));
    }

    @Override
    public CompletionStage<Void> inProgress() {
        return flow.loop().call(true, () -> {
            flow.settlement().extend(delivery, System.nanoTime());
            return AckSender.DONE;
        });
    }

    private CompletionStage<Void> settle(byte[] word) {
        return flow.loop().call(true, () -> flow.settlement().settle(delivery, word));
    }
}
