package io.quarkiverse.messaging.nats.runtime.connector;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.MessageInfo;
import io.nats.client.support.NatsJetStreamConstants;
import io.quarkiverse.messaging.nats.runtime.sequence.RecordCheck;

/**
 * Asks the stream's leader for single messages.
 *
 * @param management the connection's management
 * @param stream the stream
 * @param subjects what the channel reads
 */
record RecordLookup(JetStreamManagement management, String stream, List<String> subjects) implements RecordCheck.Lookup {

    @Override
    public Instant storedAt(long sequence) throws Exception {
        MessageInfo message = message(() -> management.getMessage(stream, sequence));
        return message == null ? null : message.getTime().toInstant();
    }

    @Override
    public long nextOwn(long sequence) throws Exception {
        long next = Long.MAX_VALUE;
        for (String subject : subjects) {
            MessageInfo message = message(() -> management.getNextMessage(stream, sequence, subject));
            next = Math.min(next, message == null ? Long.MAX_VALUE : message.getSeq());
        }
        return next;
    }

    private interface Request {
        MessageInfo send() throws IOException, JetStreamApiException;
    }

    private static MessageInfo message(Request request) throws IOException, JetStreamApiException {
        try {
            return request.send();
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() == NatsJetStreamConstants.JS_NO_MESSAGE_FOUND_ERR) {
                return null;
            }
            throw e;
        }
    }
}
