package io.quarkiverse.messaging.nats.runtime.outgoing;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsErrors.ERRORS;
import static io.quarkiverse.messaging.nats.runtime.i18n.OutgoingErrors.OUTGOING_ERRORS;

import java.io.IOException;

import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.MessageHandler;
import io.nats.client.api.PublishAck;
import io.quarkiverse.messaging.nats.runtime.connection.LiveConnection;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/** What the server says of published messages: stored, refused for the moment, refused for good. */
final class Answers implements MessageHandler {

    private static final int ATTEMPTS_BEFORE_LOOKUP = 3;

    private final PublishQueue queue;
    private final Retries retries;

    Answers(PublishQueue queue, Retries retries) {
        this.queue = queue;
        this.retries = retries;
    }

    /** The server's word for one message. On jnats's dispatcher thread. */
    @Override
    public void onMessage(Message reply) {
        PendingPublish publish = queue.unconfirmed(idOf(reply.getSubject()));
        if (publish == null) {
            return;
        }
        if (reply.isStatusMessage()) {
            publish.refused();
            noResponders(publish, reply.getStatus().getMessageWithCode());
            return;
        }
        try {
            queue.over(publish, new PublishAck(reply), null);
        } catch (JetStreamApiException e) {
            publish.refused();
            refused(publish, e, reply);
        } catch (IOException | RuntimeException e) {
            // No answer of JetStream at all: somebody else answers for the subject.
            queue.over(publish, null, ERRORS.notStored(String.valueOf(e.getMessage())));
        }
    }

    private static long idOf(String subject) {
        long id = 0;
        for (int i = subject.lastIndexOf('.') + 1; i < subject.length(); i++) {
            id = id * 10 + subject.charAt(i) - '0';
        }
        return id;
    }

    private void refused(PendingPublish publish, JetStreamApiException refusal, Message reply) {
        switch (Verdict.of(refusal.getApiErrorCode(), refusal.getErrorCode(), refusal.getErrorDescription())) {
            case AGAIN -> retries.refused(publish, Refusals.words(refusal));
            case NEVER -> queue.over(publish, null, Refusals.of(publish, refusal, reply));
            case EXPECTATION -> unexpected(publish, Refusals.words(refusal), Refusals.stream(reply));
        }
    }

    private void unexpected(PendingPublish publish, String words, String stream) {
        LiveConnection connection = queue.live();
        if (!publish.maybeStored()) {
            queue.over(publish, null, OUTGOING_ERRORS.expectationFailed(words));
        } else if (publish.messageId == null) {
            queue.over(publish, null, OUTGOING_ERRORS.expectationUnclear(words));
        } else if (connection == null) {
            retries.refused(publish, words);
        } else {
            Infrastructure.getDefaultWorkerPool().execute(() -> {
                try {
                    PublishAck earlier = EarlierTry.find(publish, stream, connection);
                    queue.over(publish, earlier, earlier == null ? OUTGOING_ERRORS.expectationFailed(words) : null);
                } catch (IOException | RuntimeException e) {
                    retries.refused(publish, words);
                }
            });
        }
    }

    /** Nobody stores the subject: the stream has no leader for the moment, or there is none. */
    private void noResponders(PendingPublish publish, String said) {
        LiveConnection connection = queue.live();
        boolean last = publish.attempts > publish.channel.settings().retries();
        if (connection == null || !last && publish.attempts % ATTEMPTS_BEFORE_LOOKUP != 0) {
            retries.refused(publish, said);
            return;
        }
        Infrastructure.getDefaultWorkerPool().execute(() -> {
            try {
                if (connection.management().getStreamNames(publish.subject).isEmpty()) {
                    queue.over(publish, null, Refusals.noStream(publish));
                    return;
                }
            } catch (IOException | JetStreamApiException | RuntimeException e) {
                // JetStream does not answer either: so it is not known, and it is tried again.
            }
            retries.refused(publish, said);
        });
    }
}
