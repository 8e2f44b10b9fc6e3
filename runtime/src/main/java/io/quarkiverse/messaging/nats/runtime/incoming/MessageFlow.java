package io.quarkiverse.messaging.nats.runtime.incoming;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsErrors.ERRORS;
import static io.quarkiverse.messaging.nats.runtime.i18n.NatsLog.LOG;
import static io.quarkiverse.messaging.nats.runtime.incoming.AckSender.DONE;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

import io.nats.client.impl.AckType;
import io.quarkiverse.messaging.nats.NatsAcknowledgement;
import io.quarkiverse.messaging.nats.runtime.config.AckSettings;
import io.quarkiverse.messaging.nats.runtime.config.IncomingSettings;
import io.quarkiverse.messaging.nats.runtime.health.ChannelStatus;
import io.quarkiverse.messaging.nats.runtime.health.ChannelStatus.Cause;
import io.quarkiverse.messaging.nats.runtime.i18n.UndecodableException;
import io.quarkiverse.messaging.nats.spi.FailureStrategy;
import io.vertx.core.impl.ContextInternal;

/**
 * The life of a message, from top to bottom: {@link #turn} takes what {@link Intake} brought, {@link #emit} gives it to
 * the application on a context of its own, {@link #processed} or {@link #failed} hears the outcome, {@link #settle} tells
 * the server. All of it on the channel's event loop.
 */
final class MessageFlow {

    /** How many messages one turn takes and gives before other work of the event loop comes in. */
    private static final int TURN = 256;

    private final IncomingSettings settings;
    private final FailureStrategy strategy;
    private final ChannelStatus status;
    private final ChannelLoop loop;
    private final InFlight inFlight = new InFlight();
    private final Intake intake;
    private final Settlement settlement;
    private final HandBack handBack;
    private final AtomicBoolean awake = new AtomicBoolean();

    private final Downstream downstream = new Downstream();

    private int running;
    private boolean turning;
    private boolean stoppedByFailure;

    MessageFlow(IncomingSettings settings, ChannelLoop loop, FailureStrategy strategy, ChannelHost host,
            ChannelStatus status) {
        this.settings = settings;
        this.strategy = strategy;
        this.status = status;
        this.loop = loop;
        this.intake = new Intake(settings, this, host, status, loop, inFlight, this::wake);
        this.settlement = new Settlement(settings, this, intake, inFlight, status, loop);
        this.handBack = new HandBack(settings, this, intake, inFlight, settlement, loop);
    }

    private void wake() {
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
            emit();
            if (!isEnding()) {
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
            delivery.state = Delivery.State.RUNNING;
            delivery.startedAt = System.nanoTime();
            inFlight.advance();
            running++;
            give(delivery);
        }
    }

    /** SmallRye asks for the next message while one runs: a strategy that stops must not have let it out by then. */
    private boolean mayGive() {
        return intake.order().isOpen() && !isEnding()
                && (running == 0 || !settings.stopsOnFailure());
    }

    private void give(Delivery delivery) {
        ContextInternal own = loop.forOneMessage();
        NatsAcknowledgement byHand = settings.manualAck() ? new NatsAcknowledgement(new AckByHand(this, delivery)) : null;
        downstream.give(new IncomingNatsMessage(this, delivery, own, byHand), own);
    }

    /** The application has processed it. Any thread. */
    CompletionStage<Void> processed(Delivery delivery) {
        AckSettings acks = settings.acks();
        CompletionStage<Void> outcome = loop.call(acks.awaited(), () -> {
            if (settings.manualAck()) {
                methodEnded(delivery, Delivery.State.OPEN);
                return DONE;
            }
            return settle(delivery, AckType.AckAck.bytes);
        });
        return acks.returned() || outcome == DONE ? outcome : outcome.exceptionally(told -> null);
    }

    /** The application failed, or the payload can't be decoded. Any thread. */
    CompletionStage<Void> failed(Delivery delivery, Throwable reason) {
        loop.run(() -> {
            if (settings.manualAck() && !(reason instanceof UndecodableException)) {
                methodEnded(delivery, Delivery.State.OPEN);
            } else if (delivery.state == Delivery.State.RUNNING) {
                try {
                    strategy.onFailure(new FailedDelivery(this, delivery, reason));
                } catch (RuntimeException e) {
                    LOG.strategyThrew(settings.channel(), delivery.sequence, e);
                    methodEnded(delivery, Delivery.State.OPEN);
                }
            }
        });
        return DONE;
    }

    /** Tells the server what became of a delivery. Once; later words are dropped. */
    CompletionStage<Void> settle(Delivery delivery, byte[] word) {
        return settlement.settle(delivery, word);
    }

    /** The server was told: there is room for another one. */
    void settled(Delivery delivery) {
        inFlight.remove(delivery);
        intake.policy().settled();
        methodEnded(delivery, Delivery.State.SETTLED);
        turn();
    }

    /** Likewise, of several whose methods have ended. */
    void settled(List<Delivery> deliveries) {
        for (Delivery delivery : deliveries) {
            inFlight.remove(delivery);
            intake.policy().settled();
            delivery.state = Delivery.State.SETTLED;
        }
        turn();
    }

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
                handBack.progress();
            }
            turn();
        }
    }

    /** The failure strategy stops the channel: this one stays unsettled, nothing after it is given. */
    void stopAt(Delivery delivery, Throwable reason) {
        stoppedByFailure = true;
        methodEnded(delivery, Delivery.State.FAILED);
        if (settings.acks().none()) {
            LOG.failedForGood(settings.channel(), delivery.sequence, reason);
            status.down(Cause.FAILED, ERRORS.reasonFailedForGood(delivery.sequence, String.valueOf(reason)));
        } else {
            LOG.failed(settings.channel(), delivery.sequence, delivery.metadata.deliveryCount(), reason);
            status.down(Cause.FAILED, ERRORS.reasonFailed(delivery.sequence, String.valueOf(reason)));
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
        return handBack.isStopping() || stoppedByFailure;
    }

    Intake intake() {
        return intake;
    }

    Settlement settlement() {
        return settlement;
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
