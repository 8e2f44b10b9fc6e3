package io.quarkiverse.messaging.nats.runtime.incoming;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

import io.nats.client.impl.AckType;
import io.quarkiverse.messaging.nats.NatsAcknowledgement;
import io.quarkiverse.messaging.nats.NatsNack;
import io.quarkiverse.messaging.nats.runtime.config.IncomingSettings;
import io.quarkiverse.messaging.nats.runtime.health.ChannelStatus;
import io.quarkiverse.messaging.nats.runtime.i18n.UndecodableException;
import io.quarkiverse.messaging.nats.spi.FailureStrategy;
import io.vertx.core.impl.ContextInternal;

/**
 * The life of a message, from top to bottom: {@link #turn} takes what {@link Intake} brought, {@link #emit} gives it to
 * the application on a context of its own, {@link #processed} or {@link #failed} hears the outcome, {@link #settle} tells
 * the server. All of it on the channel's event loop.
 */
final class MessageFlow {

    private static final CompletionStage<Void> DONE = CompletableFuture.completedStage(null);
    /** How many messages one turn takes and gives before other work of the event loop comes in. */
    private static final int TURN = 256;

    private final IncomingSettings settings;
    private final Failures failures;
    private final Expiry expiry;
    private final ChannelLoop loop;
    private final InFlight inFlight = new InFlight();
    private final Intake intake;
    private final AckSender acks;
    private final HandBack handBack;
    private final Pause pause;
    private final Runnable emission;
    private final AtomicBoolean awake = new AtomicBoolean();

    private final Downstream downstream = new Downstream();

    private int running;
    private boolean turning;
    private boolean stopped;

    MessageFlow(IncomingSettings settings, ChannelLoop loop, FailureStrategy strategy, ChannelHost host,
            ChannelStatus status, BatchDecoder decoder) {
        this.settings = settings;
        this.failures = new Failures(settings, this, strategy, status);
        this.loop = loop;
        this.expiry = new Expiry(settings, status.counters());
        this.intake = new Intake(settings, this, host, status, loop, inFlight, this::wake);
        this.acks = new AckSender(settings, intake);
        this.handBack = new HandBack(settings, this, intake, inFlight, acks, loop);
        this.pause = new Pause(settings, this, host, loop);
        this.emission = settings.batch() == null ? this::emit : new Batches(settings, this, loop, decoder)::emit;
    }

    void wake() {
        if (!awake.getAndSet(true)) {
            loop.soon(this::turn);
        }
    }

    /** Takes what arrived, gives what may be given, pulls what there is room for. */
    void turn() {
        if (turning) {
            return;
        }
        turning = true;
        awake.set(false);
        try {
            int taken = 0;
            while (taken < TURN && intake.take()) {
                taken++;
            }
            pause.look();
            emission.run();
            if (!isEnding() && pause.mayPull()) {
                intake.pull();
            }
        } finally {
            turning = false;
        }
        if (intake.hasArrivals()) {
            wake();
        }
    }

    private void emit() {
        for (int given = 0; downstream.wants() && mayGive(); given++) {
            Delivery delivery = inFlight.firstWaiting();
            if (delivery == null) {
                return;
            }
            if (given == TURN) {
                wake();
                return;
            }
            if (expired(delivery)) {
                continue;
            }
            start(delivery);
            give(delivery);
        }
    }

    /** The first that waited is given to the application. */
    void start(Delivery delivery) {
        delivery.state = Delivery.State.RUNNING;
        delivery.startedAt = System.nanoTime();
        delivery.given = delivery.metadata;
        inFlight.advance();
        running++;
    }

    /** @return whether it is too old, and settled for that */
    boolean expired(Delivery delivery) {
        boolean over = expiry.isOver(delivery.metadata);
        if (over) {
            expiry.counted(delivery.sequence, System.nanoTime());
            settle(delivery, AckType.AckAck.bytes);
        }
        return over;
    }

    /** SmallRye asks for the next message while one runs: a strategy that stops must not have let it out by then. */
    boolean mayGive() {
        return intake.order().isOpen() && !isEnding() && pause.isOff()
                && (running == 0 || !settings.failure().stops());
    }

    private void give(Delivery delivery) {
        ContextInternal own = loop.forOneMessage();
        NatsAcknowledgement byHand = settings.manualAck() ? new NatsAcknowledgement(new AckByHand(this, delivery)) : null;
        downstream.give(new IncomingNatsMessage(this, delivery, own, byHand), own);
    }

    /** The application has processed it. Any thread. */
    CompletionStage<Void> processed(Delivery delivery) {
        loop.run(() -> {
            if (settings.manualAck()) {
                methodEnded(delivery, Delivery.State.OPEN);
            } else if (!delivery.leaving) {
                settle(delivery, AckType.AckAck.bytes);
            }
        });
        return DONE;
    }

    /** The application failed, or the payload can't be decoded. Any thread. */
    CompletionStage<Void> failed(Delivery delivery, Throwable reason, NatsNack wish) {
        loop.run(() -> {
            if (settings.manualAck() && !(reason instanceof UndecodableException)) {
                methodEnded(delivery, Delivery.State.OPEN);
            } else if (delivery.state == Delivery.State.RUNNING && !delivery.leaving) {
                failures.failed(delivery, reason, wish);
            }
        });
        return DONE;
    }

    /** Tells the server what became of a delivery. Once; later words are dropped. */
    void settle(Delivery delivery, byte[] word) {
        if (delivery.state != Delivery.State.SETTLED) {
            acks.send(delivery, word);
            settled(delivery, AckWords.isNak(word));
        }
    }

    /** As an ack, but ends when the server has confirmed it; what it does not confirm it delivers again. */
    CompletionStage<io.nats.client.Message> settleConfirmed(Delivery delivery) {
        if (delivery.state == Delivery.State.SETTLED) {
            return CompletableFuture.completedStage(null);
        }
        CompletionStage<io.nats.client.Message> confirmed = acks.confirmed(delivery);
        settled(delivery, false);
        return confirmed;
    }

    private void settled(Delivery delivery, boolean comesAgain) {
        methodEnded(delivery, Delivery.State.SETTLED);
        inFlight.remove(delivery);
        failures.failing().settled(delivery.sequence);
        intake.settled(delivery, comesAgain);
        turn();
    }

    /**
     * It is settled, or nobody settles it and the server delivers it again after {@code ack-wait}, or the channel stops at it.
     */
    void methodEnded(Delivery delivery, Delivery.State next) {
        boolean ran = delivery.state == Delivery.State.RUNNING;
        if (delivery.state != Delivery.State.SETTLED) {
            delivery.state = next;
        }
        if (ran) {
            running--;
            intake.upkeep().methodEnded(delivery);
            if (running == 0) {
                intake.order().proceed();
                handBack.methodEnded();
            }
            turn();
        }
    }

    /** Nothing is given or pulled any more, until a restart. */
    void stop() {
        stopped = true;
    }

    void extend(Delivery delivery) {
        if (delivery.state != Delivery.State.SETTLED) {
            acks.extend(delivery, System.nanoTime());
        }
    }

    /** So many more are wanted. */
    void request(long more) {
        downstream.wants(more);
        turn();
    }

    Downstream downstream() {
        return downstream;
    }

    /** @return whether this flow is at its end: the application stops, or a failure stopped the channel */
    boolean isEnding() {
        return handBack.isStopping() || stopped;
    }

    Intake intake() {
        return intake;
    }

    Expiry expiry() {
        return expiry;
    }

    Failures failures() {
        return failures;
    }

    HandBack handBack() {
        return handBack;
    }

    ChannelLoop loop() {
        return loop;
    }

    IncomingSettings settings() {
        return settings;
    }

    InFlight inFlight() {
        return inFlight;
    }

    /** @return how many methods run */
    int running() {
        return running;
    }
}
