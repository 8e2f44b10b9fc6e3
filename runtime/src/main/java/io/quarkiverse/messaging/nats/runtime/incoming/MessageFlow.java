package io.quarkiverse.messaging.nats.runtime.incoming;

import static io.quarkiverse.messaging.nats.runtime.incoming.AckSender.DONE;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.quarkiverse.messaging.nats.NatsNack;
import io.quarkiverse.messaging.nats.runtime.config.AckSettings;
import io.quarkiverse.messaging.nats.runtime.config.IncomingSettings;
import io.quarkiverse.messaging.nats.runtime.health.ChannelStatus;
import io.quarkiverse.messaging.nats.runtime.i18n.UndecodableException;
import io.quarkiverse.messaging.nats.spi.FailureStrategy;

/**
 * The life of a message, from top to bottom: {@link #turn} takes what {@link Intake} brought, {@link OneByOne} or
 * {@link Batches} give it to the application on a context of its own, {@link #processed} or {@link #failed} hears the outcome,
 * {@link #settle} tells the server. All of it on the channel's event loop.
 */
final class MessageFlow {

    /** How many messages one turn takes and gives before other work of the event loop comes in. */
    static final int TURN = 256;

    private final IncomingSettings settings;
    private final Failures failures;
    private final Expiry expiry;
    private final ChannelLoop loop;
    private final InFlight inFlight = new InFlight();
    private final Intake intake;
    private final Settlement settlement;
    private final HandBack handBack;
    private final Pause pause;
    private final Claims claims;
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
        this.expiry = new Expiry(settings, this, status.counters());
        this.intake = new Intake(settings, this, host, status, loop, inFlight, this::wake);
        this.settlement = new Settlement(settings, this, intake, inFlight, status, loop);
        this.handBack = new HandBack(settings, this, intake, inFlight, settlement, loop);
        this.pause = new Pause(settings, this, host, loop);
        this.claims = new Claims(settings, this, inFlight, host, status, loop);
        this.emission = settings.batch() == null ? new OneByOne(settings, this, loop)::emit
                : new Batches(settings, this, loop, decoder)::emit;
    }

    void wake() {
        if (!awake.get() && !awake.getAndSet(true)) {
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

    /** The first that waited is given to the application. */
    void start(Delivery delivery) {
        delivery.state = Delivery.State.RUNNING;
        delivery.startedAt = System.nanoTime();
        delivery.given = delivery.metadata;
        inFlight.advance();
        running++;
    }

    /** SmallRye asks for the next message while one runs: a strategy that stops must not have let it out by then. */
    boolean mayGive() {
        return intake.order().isOpen() && !isEnding() && pause.isOff()
                && (running == 0 || !settings.failure().stops());
    }

    /** The application has processed it. Any thread. */
    CompletionStage<Void> processed(Delivery delivery) {
        AckSettings acks = settings.acks();
        CompletionStage<Void> outcome = loop.call(acks.awaited(), () -> {
            if (settings.manualAck()) {
                methodEnded(delivery, Delivery.State.OPEN);
                return DONE;
            }
            return delivery.leaving ? DONE : claims.records().processed(delivery);
        });
        return acks.returned() || outcome == DONE ? outcome : outcome.exceptionally(told -> null);
    }

    /**
     * The application failed, or the payload can't be decoded. Any thread. A stopping application has no thread for a method:
     * its message goes back with those that were not started.
     */
    CompletionStage<Void> failed(Delivery delivery, Throwable reason, NatsNack wish) {
        loop.run(() -> {
            boolean notStarted = handBack.isStopping() && reason instanceof RejectedExecutionException;
            if (notStarted || settings.manualAck() && !(reason instanceof UndecodableException)) {
                methodEnded(delivery, Delivery.State.OPEN);
            } else if (delivery.state == Delivery.State.RUNNING && !delivery.leaving
                    && !claims.notClaimed(delivery, reason)) {
                failures.failed(delivery, reason, wish);
            }
        });
        return DONE;
    }

    /** Tells the server what became of a delivery. Once; later words are dropped. */
    CompletionStage<Void> settle(Delivery delivery, byte[] word) {
        return settlement.settle(delivery, word);
    }

    /** The server was told: there is room for another one. */
    void settled(Delivery delivery, boolean comesAgain) {
        inFlight.remove(delivery);
        gone(delivery, comesAgain);
        methodEnded(delivery, Delivery.State.SETTLED);
        turn();
    }

    /** Likewise, of several whose methods have ended. */
    void settled(List<Delivery> deliveries) {
        for (Delivery delivery : deliveries) {
            inFlight.remove(delivery);
            gone(delivery, false);
            delivery.state = Delivery.State.SETTLED;
        }
        turn();
    }

    private void gone(Delivery delivery, boolean comesAgain) {
        claims.released(delivery);
        failures.failing().settled(delivery.sequence);
        intake.settled(delivery, comesAgain);
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
                handBack.progress();
            }
            turn();
        }
    }

    /** Nothing is given or pulled any more, until a restart. */
    void stop() {
        stopped = true;
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

    Claims claims() {
        return claims;
    }

    Expiry expiry() {
        return expiry;
    }

    Failures failures() {
        return failures;
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
