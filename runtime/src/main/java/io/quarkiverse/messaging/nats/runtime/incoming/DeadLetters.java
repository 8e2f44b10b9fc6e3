package io.quarkiverse.messaging.nats.runtime.incoming;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsLog.LOG;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.nats.client.api.PublishAck;
import io.nats.client.impl.Headers;
import io.quarkiverse.messaging.nats.runtime.config.IncomingSettings;

/**
 * Puts failed messages aside. The dead letter is confirmed before the original is settled: a crash in between makes a
 * second one with the same id, which the stream drops inside its duplicate window. One that is not confirmed leaves the
 * original unsettled, to come again later.
 */
final class DeadLetters {

    private static final Duration CONFIRMATION = Duration.ofSeconds(5);

    private final IncomingSettings settings;
    private final MessageFlow flow;
    private final Failures failures;

    DeadLetters(IncomingSettings settings, MessageFlow flow, Failures failures) {
        this.settings = settings;
        this.flow = flow;
        this.failures = failures;
    }

    void send(FailedDelivery failed) {
        Delivery delivery = failed.delivery();
        delivery.leaving = true;
        publish(failed, delivery).whenComplete((stored, failure) -> flow.loop().run(() -> {
            delivery.leaving = false;
            if (failure == null) {
                stored(failed, stored);
            } else {
                notStored(failed, failure);
            }
        }));
    }

    private CompletableFuture<PublishAck> publish(FailedDelivery failed, Delivery delivery) {
        PullSession session = flow.intake().session();
        try {
            Headers headers = DeadLetter.headers(settings.channel(), session.consumer(), delivery.given, failed.reason());
            return session.live().confirmed().publish(settings.failure().deadLetterSubject(), headers, delivery.payload,
                    CONFIRMATION);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Terminated, not acked: an ack means processed, and the server's advisory says to whoever watches that it was not. */
    private void stored(FailedDelivery failed, PublishAck stored) {
        Delivery delivery = failed.delivery();
        LOG.deadLettered(settings.channel(), delivery.sequence, delivery.given.deliveryCount(), failed.reason(),
                stored.getStream(), stored.getSeqno());
        failures.counters().deadLettered().increment();
        flow.claims().records().closed(delivery,
                AckWords.term("dead letter " + stored.getSeqno() + " in stream " + stored.getStream()));
    }

    private void notStored(FailedDelivery failed, Throwable failure) {
        Delivery delivery = failed.delivery();
        failures.counters().deadLettersNotStored().increment();
        if (settings.failure().stops()) {
            LOG.deadLetterNotStored(settings.channel(), delivery.sequence, settings.failure().deadLetterSubject(), failure,
                    "the channel stops here");
            failures.stopAt(failed, "failure-strategy=" + settings.failure().strategy());
            return;
        }
        Duration delay = failed.delay();
        LOG.deadLetterNotStored(settings.channel(), delivery.sequence, settings.failure().deadLetterSubject(), failure,
                "it stays unsettled and is delivered again in " + delay);
        failures.crashLoops().explained(delivery.sequence);
        failures.again(failed, delay);
    }
}
