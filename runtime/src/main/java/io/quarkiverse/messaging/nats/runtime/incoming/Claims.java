package io.quarkiverse.messaging.nats.runtime.incoming;

import static io.quarkiverse.messaging.nats.runtime.i18n.SequenceErrors.SEQUENCES;
import static io.quarkiverse.messaging.nats.runtime.i18n.SequenceLog.SEQUENCE_LOG;

import java.time.Duration;
import java.util.List;

import io.nats.client.impl.AckType;
import io.quarkiverse.messaging.nats.runtime.config.IncomingSettings;
import io.quarkiverse.messaging.nats.runtime.health.ChannelStatus;
import io.quarkiverse.messaging.nats.runtime.health.ChannelStatus.Cause;
import io.quarkiverse.messaging.nats.spi.DeliveryInProgress;
import io.quarkiverse.messaging.nats.spi.NotClaimedException;
import io.quarkiverse.messaging.nats.spi.ProcessedSequences;
import io.quarkiverse.messaging.nats.spi.ProcessedSequences.Verdict;
import io.quarkiverse.messaging.nats.spi.StreamPosition;

/**
 * The channel's side of its sequence store: each delivery is claimed before it is given to the application. Without a store
 * none of this does anything. A store that does not answer is asked again; nothing is given meanwhile. At most {@link #AHEAD}
 * claims, or those of one batch, are on their way at once.
 */
final class Claims {

    /** How many deliveries are claimed before they can be given. */
    static final int AHEAD = 64;
    /** When a message is asked for again that somebody else works on; and one whose record did not succeed. */
    private static final Duration BUSY_DELAY = Duration.ofSeconds(1);

    /** How far the store was asked about a delivery. */
    enum State {
        /** Not at all. */
        UNASKED,
        /** It has not answered, or is to be asked again later. */
        ASKED,
        /** It may be processed. */
        GRANTED,
        /** It is done with. */
        RECORDED
    }

    private final IncomingSettings settings;
    private final MessageFlow flow;
    private final InFlight inFlight;
    private final ChannelHost host;
    private final ChannelStatus status;
    private final ChannelLoop loop;
    private final StoreTrouble trouble;
    private final Records records;
    private final RecordOpening opening;
    private final int ahead;
    private ProcessedSequences sequences;

    Claims(IncomingSettings settings, MessageFlow flow, InFlight inFlight, ChannelHost host, ChannelStatus status,
            ChannelLoop loop) {
        this.settings = settings;
        this.flow = flow;
        this.inFlight = inFlight;
        this.host = host;
        this.status = status;
        this.loop = loop;
        this.trouble = new StoreTrouble(settings, status);
        this.opening = new RecordOpening(host, trouble, loop);
        this.records = new Records(flow, this, trouble, loop);
        this.ahead = settings.batch() == null ? AHEAD : Math.max(AHEAD, settings.batch().maxSize());
    }

    boolean isOff() {
        return settings.store() == null;
    }

    boolean isCurrent(ProcessedSequences record) {
        return record == sequences;
    }

    Records records() {
        return records;
    }

    /** @return the first that waits where it may be given; {@code null} where there is none, or its verdict is awaited */
    Delivery first() {
        if (isOff()) {
            return inFlight.firstWaiting();
        }
        if (sequences == null) {
            if (inFlight.firstWaiting() != null) {
                opening.begin(this::opened, this::halt);
            }
            return null;
        }
        Delivery next = inFlight.firstWaiting();
        for (int asked = 0; next != null && asked < ahead; asked++) {
            Delivery after = next.next;
            if (next.state == Delivery.State.WAITING && next.claim == State.GRANTED && isStale(next)) {
                released(next);
            }
            if (next.state == Delivery.State.WAITING && next.claim == State.UNASKED) {
                ask(next);
            }
            next = after;
        }
        Delivery first = inFlight.firstWaiting();
        return first == null || mayBeGiven(first) ? first : null;
    }

    /** @return whether it may be given, as far as the store is concerned */
    boolean mayBeGiven(Delivery delivery) {
        return isOff() || delivery.claim == State.GRANTED && !isStale(delivery);
    }

    /** This process stood still for so long that somebody else may have it by now. */
    private boolean isStale(Delivery delivery) {
        return System.nanoTime() - delivery.claimedAt > 2 * settings.ackWait().toNanos();
    }

    private void opened(ProcessedSequences record) {
        sequences = record;
        flow.turn();
    }

    private void ask(Delivery delivery) {
        ProcessedSequences asked = sequences;
        delivery.claim = State.ASKED;
        delivery.claimedAt = System.nanoTime();
        if (delivery.position == null) {
            delivery.position = new StreamPosition(delivery.sequence, delivery.metadata.timestamp());
        }
        asked.claim(delivery.position).whenComplete((verdict, failure) -> loop.run(() -> {
            if (delivery.state != Delivery.State.WAITING || asked != sequences) {
                if (verdict == Verdict.PROCESS) {
                    asked.release(delivery.position);
                }
                delivery.claim = State.UNASKED;
            } else if (failure != null) {
                askAgain(delivery, trouble.failed(failure));
            } else {
                trouble.over();
                heard(delivery, verdict);
            }
        }));
    }

    private void heard(Delivery delivery, Verdict verdict) {
        switch (verdict) {
            case PROCESS -> {
                delivery.claim = State.GRANTED;
                delivery.claimedIn = sequences;
                flow.wake();
            }
            case DONE -> {
                delivery.claim = State.RECORDED;
                status.counters().duplicates().increment();
                SEQUENCE_LOG.duplicate(settings.channel(), delivery.sequence, status.counters().duplicates().sum());
                flow.settle(delivery, AckType.AckAck.bytes);
            }
            case BUSY -> {
                if (settings.ordered()) {
                    askAgain(delivery, BUSY_DELAY); // what is behind it waits
                } else {
                    flow.settle(delivery, AckWords.nak(BUSY_DELAY));
                }
            }
            case UNCERTAIN -> {
                delivery.claim = State.GRANTED;
                delivery.claimedIn = sequences;
                flow.failures().putAside(delivery, SEQUENCES.uncertain(settings.channel(), delivery.sequence));
            }
            case FOREIGN -> halt(SEQUENCES.foreign(settings.channel(), settings.store().name(), delivery.sequence,
                    delivery.position.storedAt()));
        }
    }

    private void askAgain(Delivery delivery, Duration delay) {
        delivery.claim = State.ASKED;
        loop.later(delay, () -> {
            delivery.claim = State.UNASKED;
            flow.turn();
        });
    }

    /** @return what the method is told of it, or {@code null} */
    DeliveryInProgress inProgress(List<Delivery> deliveries) {
        return isOff() ? null
                : new DeliveryInProgress(settings.channel(), sequences,
                        deliveries.stream().map(delivery -> delivery.position).toList(), status.counters().duplicates());
    }

    /** @return whether the store, not the method, is why it was not processed; then it is seen to here */
    boolean notClaimed(Delivery delivery, Throwable reason) {
        NotClaimedException said = NotClaimedException.in(reason);
        if (isOff() || said == null) {
            return false;
        }
        if (said.verdict() == Verdict.FOREIGN) {
            flow.methodEnded(delivery, Delivery.State.FAILED);
            halt(said.getMessage());
        } else {
            if (said.getCause() != null) {
                trouble.failed(said);
            }
            if (settings.ordered()) {
                released(delivery);
                askAgain(delivery, BUSY_DELAY);
                flow.methodEnded(delivery, Delivery.State.WAITING);
                inFlight.findFirstWaiting();
            } else {
                flow.settle(delivery, AckWords.nak(BUSY_DELAY));
            }
        }
        return true;
    }

    /** It is not here any more, and not recorded: others may have it. */
    void released(Delivery delivery) {
        if (delivery.claim == State.GRANTED) {
            delivery.claim = State.UNASKED;
            delivery.claimedIn.release(delivery.position);
        }
    }

    /** It is still here. */
    void renew(Delivery delivery) {
        if (delivery.claim == State.GRANTED) {
            delivery.claimedAt = System.nanoTime();
            delivery.claimedIn.renew(delivery.position);
        }
    }

    /** Another instance owns the durable now. */
    void lostOwnership() {
        if (sequences != null) {
            sequences = null;
            host.leaveSequences();
        }
    }

    private void halt(String sentence) {
        SEQUENCE_LOG.error(sentence);
        flow.stop();
        flow.handBack().giveBackWaiting();
        status.down(Cause.FAILED, sentence);
    }
}
