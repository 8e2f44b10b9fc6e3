package io.quarkiverse.messaging.nats.runtime.incoming;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsErrors.ERRORS;
import static io.quarkiverse.messaging.nats.runtime.incoming.AckSender.DONE;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.nats.client.impl.AckType;
import io.quarkiverse.messaging.nats.runtime.config.IncomingSettings;
import io.quarkiverse.messaging.nats.runtime.incoming.Delivery.State;

/**
 * {@code ack=all}: at most {@link #LATEST} after a message was finished one ack for the highest sequence below which everything
 * is finished. The server takes a term like an ack, so a terminated message counts as finished, and one that was given back
 * bars the way until it comes again.
 */
final class CumulativeAck {

    /** How long a finished message waits for others to share its ack while more are at hand, and how many share one. */
    private static final Duration LATEST = Duration.ofMillis(2);
    private static final int MOST = 256;

    private final IncomingSettings settings;
    private final MessageFlow flow;
    private final InFlight inFlight;
    private final AckSender sender;
    private final ChannelLoop loop;
    private final int most;
    private int finished;
    private boolean soon;
    private boolean later;
    private boolean ended;
    /** The lowest sequence that is unsettled and not here. */
    private long elsewhere = Long.MAX_VALUE;
    /** The server ignores an ack whose consumer sequence is not above that of the one before. */
    private long lastConsumerSequence;

    CumulativeAck(IncomingSettings settings, MessageFlow flow, InFlight inFlight, AckSender sender, ChannelLoop loop) {
        this.settings = settings;
        this.flow = flow;
        this.inFlight = inFlight;
        this.sender = sender;
        this.loop = loop;
        this.most = Math.max(1, Math.min(MOST, settings.maxInFlight() / 4));
    }

    CompletionStage<Void> settle(Delivery delivery, byte[] word, boolean confirm) {
        if (AckWords.isNak(word)) {
            CompletionStage<Void> sent = sender.send(delivery.sequence, delivery.ackSubject, word);
            flow.methodEnded(delivery, State.OPEN);
            return sent;
        }
        if (confirm) {
            delivery.outcome = new CompletableFuture<>();
        }
        if (ended || delivery.stale) {
            forget(delivery);
            flow.settled(delivery, false);
        } else {
            flow.methodEnded(delivery, State.FINISHED);
            delivery.startedAt = System.nanoTime(); // from now on it waits for its ack
            schedule();
        }
        return confirm ? delivery.outcome : DONE;
    }

    private void schedule() {
        finished++;
        boolean idle = flow.running() == 0 && inFlight.firstWaiting() == null;
        if (idle || finished >= most || settings.acks().confirm()) {
            if (!soon) {
                soon = true;
                loop.soon(this::flush);
            }
        } else if (!later && !soon) {
            later = true;
            loop.later(LATEST, () -> {
                later = false;
                flush();
            });
        }
    }

    /** The server delivers it again. */
    private void forget(Delivery delivery) {
        if (delivery.outcome != null) {
            sender.unconfirmed(delivery.sequence, delivery.outcome, ERRORS.ackOfAnotherConsumer());
        }
    }

    void flush() {
        soon = false;
        finished = 0;
        boolean regular = inFlight.isRegular();
        List<Delivery> covered = ended ? List.of() : regular ? finishedInOrder() : finishedBelowOpen();
        if (covered.isEmpty()) {
            return;
        }
        Delivery last = covered.get(covered.size() - 1);
        long consumerSequence = regular ? last.metadata.consumerSequence() : below(last);
        if (consumerSequence <= lastConsumerSequence) {
            return; // with the next one that is finished
        }
        lastConsumerSequence = consumerSequence;
        String subject = AckWords.withConsumerSequence(last.ackSubject, last.metadata.consumerSequence(), consumerSequence);
        if (settings.acks().confirm()) {
            CompletableFuture<Void> outcome = sender.confirmed(last.sequence, subject, flow.handBack()::progress);
            outcome.whenComplete((confirmed, failure) -> covered.forEach(delivery -> end(delivery.outcome, failure)));
        } else {
            sender.send(last.sequence, subject, AckType.AckAck.bytes);
        }
        flow.settled(covered);
    }

    private static void end(CompletableFuture<Void> outcome, Throwable failure) {
        if (outcome == null) {
            return;
        }
        if (failure == null) {
            outcome.complete(null);
        } else {
            outcome.completeExceptionally(failure);
        }
    }

    /** Arrival is the order of the stream: as far as all are finished from the head. */
    private List<Delivery> finishedInOrder() {
        List<Delivery> finished = new ArrayList<>();
        for (Delivery delivery = inFlight.head(); delivery != null && delivery.state == State.FINISHED
                && delivery.sequence < elsewhere; delivery = delivery.next) {
            finished.add(delivery);
        }
        return finished;
    }

    /** Something was delivered again, so all must be looked at. */
    private List<Delivery> finishedBelowOpen() {
        long open = elsewhere;
        for (Delivery delivery = inFlight.head(); delivery != null; delivery = delivery.next) {
            if (delivery.state != State.FINISHED) {
                open = Math.min(open, delivery.sequence);
            }
        }
        List<Delivery> finished = inFlight.inOrder(State.FINISHED);
        int count = 0;
        while (count < finished.size() && finished.get(count).sequence < open) {
            count++;
        }
        return finished.subList(0, count);
    }

    /** One that was delivered again has a high number; those above it in the stream must stay above it in number, too. */
    private long below(Delivery last) {
        long number = last.metadata.consumerSequence();
        for (Delivery delivery = inFlight.head(); delivery != null; delivery = delivery.next) {
            if (delivery.sequence > last.sequence && !delivery.stale) {
                number = Math.min(number, delivery.metadata.consumerSequence() - 1);
            }
        }
        return number;
    }

    void dropped(Delivery delivery) {
        forget(delivery);
        elsewhere = Math.min(elsewhere, delivery.sequence);
    }

    void complete() {
        elsewhere = Long.MAX_VALUE;
    }

    /** Acks of the deliveries that are here would upset the numbers of the new beginning; they come again. */
    void consumerBegan() {
        lastConsumerSequence = 0;
        for (Delivery delivery : inFlight.inOrder(State.FINISHED)) {
            forget(delivery);
            delivery.state = State.SETTLED;
            inFlight.remove(delivery);
        }
        for (Delivery delivery = inFlight.head(); delivery != null; delivery = delivery.next) {
            delivery.stale = true;
        }
    }

    /** What waits for something open to end is not confirmed for ever. */
    void tick(long now) {
        for (Delivery delivery = inFlight.head(); delivery != null; delivery = delivery.next) {
            if (delivery.state == State.FINISHED && delivery.outcome != null
                    && now - delivery.startedAt > settings.ackWait().toNanos()) {
                sender.unconfirmed(delivery.sequence, delivery.outcome, ERRORS.openBefore());
            }
        }
    }

    void end() {
        flush();
        ended = true;
    }
}
