package io.quarkiverse.messaging.nats.runtime.incoming;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsErrors.ERRORS;
import static io.quarkiverse.messaging.nats.runtime.i18n.NatsLog.LOG;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.nats.client.Message;
import io.nats.client.impl.AckType;
import io.quarkiverse.messaging.nats.runtime.config.IncomingSettings;

/** Sends the words of the ack protocol. A word that can't be sent is told; the server then delivers again. */
final class AckSender {

    private final IncomingSettings settings;
    private final Intake intake;

    AckSender(IncomingSettings settings, Intake intake) {
        this.settings = settings;
        this.intake = intake;
    }

    void send(Delivery delivery, byte[] word) {
        try {
            intake.session().live().connection().publish(delivery.ackSubject, word);
        } catch (IllegalStateException e) {
            LOG.ackLost(settings.channel(), delivery.sequence, e);
        }
    }

    /** An ack that the server confirms; no thread waits for that. */
    CompletionStage<Message> confirmed(Delivery delivery) {
        try {
            return intake.session().live().connection().requestWithTimeout(delivery.ackSubject, AckType.AckAck.bytes,
                    settings.ackWait());
        } catch (IllegalStateException e) {
            return CompletableFuture.failedStage(ERRORS.notConnected());
        }
    }

    /** The server's ack-wait begins anew. */
    void extend(Delivery delivery, long now) {
        delivery.extendedAt = now;
        send(delivery, AckType.AckProgress.bytes);
    }
}
