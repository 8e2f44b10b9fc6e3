package io.quarkiverse.messaging.nats.runtime.incoming;

import static io.quarkiverse.messaging.nats.runtime.incoming.AckSender.DONE;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.nats.client.impl.AckType;
import io.quarkiverse.messaging.nats.runtime.config.AckSettings;
import io.quarkiverse.messaging.nats.runtime.config.IncomingSettings;
import io.quarkiverse.messaging.nats.runtime.health.ChannelCounters;
import io.quarkiverse.messaging.nats.runtime.health.ChannelStatus;

/** Tells the server what became of a delivery, as {@code ack} says: of each, of all up to one, or of none. */
final class Settlement {

    private final AckSettings acks;
    private final MessageFlow flow;
    private final InFlight inFlight;
    private final AckSender sender;
    /** Where nobody waits for what becomes of an ack; otherwise {@code null}. */
    private final AckBundle bundle;
    private final CumulativeAck cumulative;
    private final ChannelCounters counters;

    Settlement(IncomingSettings settings, MessageFlow flow, Intake intake, InFlight inFlight, ChannelStatus status,
            ChannelLoop loop) {
        this.acks = settings.acks();
        this.counters = status.counters();
        this.flow = flow;
        this.inFlight = inFlight;
        this.sender = new AckSender(settings, intake, status, loop);
        this.bundle = acks.awaited() || acks.none() || acks.all() ? null
                : new AckBundle(settings.maxInFlight(),
                        (subject, sequence) -> sender.send(sequence, subject, AckType.AckAck.bytes), inFlight, loop::later);
        this.cumulative = acks.all() ? new CumulativeAck(settings, flow, inFlight, sender, loop) : null;
    }

    /** Once; later words are dropped. @return ends as far as {@code ack-confirm} waits */
    CompletionStage<Void> settle(Delivery delivery, byte[] word) {
        return settle(delivery, word, acks.confirm() && word == AckType.AckAck.bytes);
    }

    /** As an ack, but ends when the server has confirmed it; what it does not confirm it delivers again. */
    CompletionStage<Void> settleConfirmed(Delivery delivery) {
        return settle(delivery, AckType.AckAck.bytes, true);
    }

    private CompletionStage<Void> settle(Delivery delivery, byte[] word, boolean confirm) {
        if (delivery.isDone()) {
            return delivery.outcome == null ? DONE : delivery.outcome;
        }
        if (AckWords.isNak(word)) {
            counters.nacked().increment();
        } else if (!AckWords.isTerm(word)) {
            counters.acked().increment();
        }
        if (cumulative != null) {
            return cumulative.settle(delivery, word, confirm);
        }
        CompletionStage<Void> sent = DONE;
        if (confirm) {
            CompletableFuture<Void> outcome = sender.confirmed(delivery.sequence, delivery.ackSubject,
                    flow.handBack()::progress);
            delivery.outcome = outcome;
            sent = outcome;
        } else if (bundle != null && word == AckType.AckAck.bytes) {
            bundle.add(delivery);
        } else if (!acks.none()) {
            sent = sender.send(delivery.sequence, delivery.ackSubject, word);
        }
        flow.settled(delivery, AckWords.isNak(word));
        return sent;
    }

    /** It goes back unprocessed. */
    void giveBack(Delivery delivery) {
        if (!acks.none()) {
            sender.send(delivery.sequence, delivery.ackSubject, AckType.AckNak.bytes);
        }
        dropped(delivery);
    }

    /** It is not here any more, and not settled. */
    void dropped(Delivery delivery) {
        flow.claims().released(delivery);
        if (cumulative != null) {
            cumulative.dropped(delivery);
        }
    }

    /** What waits goes unsettled; the server delivers it again, or has given it to another instance. */
    void dropWaiting() {
        for (Delivery delivery : inFlight.inOrder(Delivery.State.WAITING)) {
            delivery.state = Delivery.State.SETTLED;
            inFlight.remove(delivery);
            dropped(delivery);
        }
    }

    /** Everything that is pending on the server is here. */
    void complete() {
        if (cumulative != null) {
            cumulative.complete();
        }
    }

    /** The consumer counts anew: it was made again, or reset. */
    void consumerBegan() {
        if (cumulative != null) {
            cumulative.consumerBegan();
        }
    }

    /** By the clock. */
    void tick(long now) {
        if (cumulative != null && acks.confirm()) {
            cumulative.tick(now);
        }
    }

    /** What is finished is acknowledged now, not at the end of the turn. @return whether nothing waits for the server */
    boolean flush() {
        if (cumulative != null) {
            cumulative.flush();
        }
        if (bundle != null) {
            bundle.send();
        }
        return sender.unconfirmed() == 0;
    }

    /** What is finished is acknowledged; no cumulative acks any more: what is about to go back is below what may yet end. */
    void end() {
        if (cumulative != null) {
            cumulative.end();
        }
        if (bundle != null) {
            bundle.send();
        }
    }

    void extend(Delivery delivery, long now) {
        if (delivery.state != Delivery.State.SETTLED && !acks.none()) {
            sender.extend(delivery, now);
            flow.claims().renew(delivery);
        }
    }
}
