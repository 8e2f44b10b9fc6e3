package io.quarkiverse.messaging.nats.runtime.incoming;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsErrors.ERRORS;
import static io.quarkiverse.messaging.nats.runtime.i18n.NatsLog.LOG;

import java.time.Duration;

import io.quarkiverse.messaging.nats.NatsNack;
import io.quarkiverse.messaging.nats.runtime.config.FailureSettings;
import io.quarkiverse.messaging.nats.runtime.config.IncomingSettings;
import io.quarkiverse.messaging.nats.runtime.health.ChannelCounters;
import io.quarkiverse.messaging.nats.runtime.health.ChannelStatus;
import io.quarkiverse.messaging.nats.runtime.health.ChannelStatus.Cause;
import io.quarkiverse.messaging.nats.runtime.i18n.UndecodableException;
import io.quarkiverse.messaging.nats.spi.FailureStrategy;

/**
 * Decides what becomes of a failed delivery: what its nack says comes first, a payload that can't be read is put aside,
 * the last resort is taken where its time has come, and all else is up to the failure strategy.
 */
final class Failures {

    private final IncomingSettings settings;
    private final FailureSettings rules;
    private final MessageFlow flow;
    private final FailureStrategy strategy;
    private final ChannelStatus status;
    private final DeadLetters deadLetters;
    private final FailingMessages failing;
    private final CrashLoops crashLoops;

    Failures(IncomingSettings settings, MessageFlow flow, FailureStrategy strategy, ChannelStatus status) {
        this.settings = settings;
        this.rules = settings.failure();
        this.flow = flow;
        this.strategy = strategy;
        this.status = status;
        this.deadLetters = new DeadLetters(settings, flow, this);
        this.failing = new FailingMessages(settings, status);
        this.crashLoops = new CrashLoops(settings, flow.inFlight(), status);
    }

    ChannelCounters counters() {
        return status.counters();
    }

    DeadLetters deadLetters() {
        return deadLetters;
    }

    CrashLoops crashLoops() {
        return crashLoops;
    }

    FailingMessages failing() {
        return failing;
    }

    /** A delivery is here that was not. */
    void arrived(Delivery delivery) {
        if (delivery.metadata.deliveryCount() > 1) {
            crashLoops.arrived(delivery);
        }
        failing.arrived(delivery.sequence);
    }

    /** To be called now and then. */
    void check(long now) {
        failing.check(now);
        crashLoops.check();
    }

    /** It comes again: here, unless it goes to another instance. */
    void again(FailedDelivery failed, Duration delay) {
        flow.settle(failed.delivery(), AckWords.nak(delay));
        failing.again(failed.delivery().sequence, delay, failed.reason(), System.nanoTime());
    }

    /** On the channel's event loop. */
    void failed(Delivery delivery, Throwable reason, NatsNack wish) {
        FailedDelivery failed = new FailedDelivery(flow, this, delivery, reason);
        if (wish != null && isPossible(failed, wish)) {
            fulfil(failed, wish);
        } else if (rules.deadLetterSubject() != null && reason instanceof UndecodableException) {
            failed.deadLetter();
        } else if (rules.lastResort() != null && isLast(failed)) {
            lastResort(failed);
        } else {
            ask(failed);
        }
    }

    /** Its method is not asked. */
    void putAside(Delivery delivery, RuntimeException reason) {
        delivery.withoutMethod = true;
        flow.start(delivery);
        new FailedDelivery(flow, this, delivery, reason).deadLetter();
    }

    private boolean isPossible(FailedDelivery failed, NatsNack wish) {
        if (wish.verb() == NatsNack.Verb.DEAD_LETTER && rules.deadLetterSubject() == null) {
            LOG.noDeadLetterSubject(settings.channel(), failed.delivery().sequence);
            return false;
        }
        return true;
    }

    private static void fulfil(FailedDelivery failed, NatsNack wish) {
        switch (wish.verb()) {
            case REDELIVER -> failed.nak(wish.delay() == null ? failed.delay() : wish.delay());
            case TERM -> failed.term(String.valueOf(failed.reason()));
            case DEAD_LETTER -> failed.deadLetter();
            case FAIL -> failed.stop("NatsNack.fail()");
            case IGNORE -> failed.ack();
        }
    }

    /** The method failed in this very delivery: a count that restarts have driven up is no reason by itself. */
    private boolean isLast(FailedDelivery failed) {
        return rules.isNonRetryable(failed.reason())
                || rules.maxDeliver() > 0 && failed.metadata().deliveryCount() >= rules.maxDeliver();
    }

    private void lastResort(FailedDelivery failed) {
        switch (rules.lastResort()) {
            case DEAD_LETTER -> failed.deadLetter();
            case TERM -> failed.term(String.valueOf(failed.reason()));
            case FAIL -> failed.stop("max-deliver-then=fail");
        }
    }

    /** The message stays unsettled, and only a restart goes on with it. */
    void stopAt(FailedDelivery failed, String by) {
        long sequence = failed.delivery().sequence;
        String reason = String.valueOf(failed.reason());
        flow.stop();
        flow.methodEnded(failed.delivery(), Delivery.State.FAILED);
        if (settings.acks().none()) {
            LOG.failedForGood(settings.channel(), sequence, by, failed.reason());
            status.down(Cause.FAILED, ERRORS.reasonFailedForGood(by, sequence, reason));
        } else {
            LOG.failed(settings.channel(), sequence, failed.metadata().deliveryCount(), by, failed.reason());
            status.down(Cause.FAILED, ERRORS.reasonFailed(by, sequence, reason));
        }
    }

    private void ask(FailedDelivery failed) {
        try {
            strategy.onFailure(failed);
        } catch (RuntimeException e) {
            LOG.strategyThrew(settings.channel(), failed.delivery().sequence, e);
            flow.methodEnded(failed.delivery(), Delivery.State.OPEN);
        }
    }
}
