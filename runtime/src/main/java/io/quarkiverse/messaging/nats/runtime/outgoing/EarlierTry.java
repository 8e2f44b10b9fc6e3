package io.quarkiverse.messaging.nats.runtime.outgoing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.PublishAck;
import io.nats.client.impl.NatsMessage;
import io.nats.client.support.Encoding;
import io.nats.client.support.NatsJetStreamConstants;
import io.quarkiverse.messaging.nats.runtime.connection.LiveConnection;

/**
 * A server checks what a message expects before it looks for its id. So a message that is sent again because nothing was
 * heard, though it was stored, is refused by its own earlier try: what the stream holds in that place tells.
 */
final class EarlierTry {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private EarlierTry() {
    }

    /**
     * Blocks; on a worker.
     *
     * @param publish a message with an id whose expectation failed
     * @param stream the stream
     * @param live the connection
     * @return the confirmation that the earlier try would have had, or {@code null} where none is stored
     * @throws IOException where the server did not answer
     */
    static PublishAck find(PendingPublish publish, String stream, LiveConnection live) throws IOException {
        String ofSubject = publish.headers.getFirst(NatsJetStreamConstants.EXPECTED_LAST_SUB_SEQ_HDR);
        String ofStream = publish.headers.getFirst(NatsJetStreamConstants.EXPECTED_LAST_SEQ_HDR);
        if (ofSubject == null && ofStream == null) {
            return null;
        }
        String place = ofStream != null ? "{\"seq\":" + (Long.parseLong(ofStream) + 1) + "}"
                : "{\"seq\":" + (Long.parseLong(ofSubject) + 1) + ",\"next_by_subj\":\"" + Encoding.jsonEncode(publish.subject)
                        + "\"}";
        MessageInfo stored = read(stream, place, live);
        String id = stored == null || stored.getHeaders() == null ? null
                : stored.getHeaders().getFirst(NatsJetStreamConstants.MSG_ID_HDR);
        return publish.messageId.equals(id) ? confirmation(stream, stored.getSeq()) : null;
    }

    /** From the leader, never from a replica that may lag: not through jnats's own call, which may ask any of them. */
    private static MessageInfo read(String stream, String place, LiveConnection live) throws IOException {
        try {
            Message reply = live.connection().request("$JS.API.STREAM.MSG.GET." + stream,
                    place.getBytes(StandardCharsets.UTF_8), TIMEOUT);
            if (reply == null) {
                throw new IOException("no answer");
            }
            MessageInfo info = new MessageInfo(reply, stream, false);
            info.throwOnHasError();
            return info;
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() == NatsJetStreamConstants.JS_NO_MESSAGE_FOUND_ERR) {
                return null;
            }
            throw new IOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static PublishAck confirmation(String stream, long sequence) throws IOException {
        String json = "{\"stream\":\"" + stream + "\",\"seq\":" + sequence + ",\"duplicate\":true}";
        try {
            return new PublishAck(NatsMessage.builder().subject(stream).data(json.getBytes(StandardCharsets.UTF_8)).build());
        } catch (JetStreamApiException e) {
            throw new IOException(e);
        }
    }
}
