package io.quarkiverse.messaging.nats.runtime.incoming;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsErrors.ERRORS;
import static io.quarkiverse.messaging.nats.runtime.i18n.NatsLog.LOG;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.nats.client.impl.AckType;
import io.quarkiverse.messaging.nats.runtime.config.IncomingSettings;
import io.quarkiverse.messaging.nats.runtime.connection.LiveConnection;
import io.quarkiverse.messaging.nats.runtime.health.ChannelStatus;

/** Sends the words of the ack protocol. A word that fails is counted and told; the server then delivers again. */
final class AckSender {

    static final CompletionStage<Void> DONE = CompletableFuture.completedStage(null);

    private final IncomingSettings settings;
    private final Intake intake;
    private final ChannelStatus status;
    private final ChannelLoop loop;
    private int unconfirmed;

    AckSender(IncomingSettings settings, Intake intake, ChannelStatus status, ChannelLoop loop) {
        this.settings = settings;
        this.intake = intake;
        this.status = status;
        this.loop = loop;
    }

    /** @return has ended already: the word is on its way, or why not */
    CompletionStage<Void> send(long sequence, String ackSubject, byte[] word) {
        try {
            LiveConnection live = intake.session().live();
            // An older server drops what it does not know, and would deliver the message again.
            boolean bare = AckWords.isTerm(word) && !live.serverIsAtLeast("2.10.4");
            live.connection().publish(ackSubject, bare ? AckType.AckTerm.bytes : word);
            return DONE;
        } catch (IllegalStateException e) {
            LOG.ackLost(settings.channel(), sequence, status.ackFailed(), e);
            return CompletableFuture.failedStage(ERRORS.ackNotSent(sequence, e));
        }
    }

    /**
     * An ack that the server confirms; no thread waits for that.
     *
     * @param then called on the loop when it has, or when it is known that it won't
     */
    CompletableFuture<Void> confirmed(long sequence, String ackSubject, Runnable then) {
        CompletableFuture<Void> outcome = new CompletableFuture<>();
        unconfirmed++;
        try {
            intake.session().live().connection().requestWithTimeout(ackSubject, AckType.AckAck.bytes, settings.ackWait())
                    .whenComplete((answer, failure) -> loop.run(() -> confirmed(sequence, outcome, failure, then)));
        } catch (IllegalStateException e) {
            loop.soon(() -> confirmed(sequence, outcome, e, then));
        }
        return outcome;
    }

    private void confirmed(long sequence, CompletableFuture<Void> outcome, Throwable failure, Runnable then) {
        unconfirmed--;
        if (failure == null) {
            outcome.complete(null);
        } else {
            unconfirmed(sequence, outcome, failure);
        }
        then.run();
    }

    /** The ack of a message was not confirmed, and is not going to be. */
    void unconfirmed(long sequence, CompletableFuture<Void> outcome, Throwable failure) {
        if (outcome.completeExceptionally(ERRORS.ackNotConfirmed(sequence, failure))) {
            LOG.ackNotConfirmed(settings.channel(), sequence, failure instanceof CancellationException
                    ? "no answer within ack-wait"
                    : String.valueOf(failure), status.ackFailed());
        }
    }

    /** @return how many acks wait for their confirmation */
    int unconfirmed() {
        return unconfirmed;
    }

    /** The server's ack-wait begins anew. One that is lost is made up for by the next. */
    void extend(Delivery delivery, long now) {
        delivery.extendedAt = now;
        try {
            intake.session().live().connection().publish(delivery.ackSubject, AckType.AckProgress.bytes);
        } catch (IllegalStateException e) {
            LOG.debug("ack-wait could not be extended", e);
        }
    }
}
