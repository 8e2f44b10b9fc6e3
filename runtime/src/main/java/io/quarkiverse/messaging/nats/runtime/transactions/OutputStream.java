package io.quarkiverse.messaging.nats.runtime.transactions;

import static io.quarkiverse.messaging.nats.runtime.i18n.BatchStoreErrors.BATCHED;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.NUID;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.PublishAck;
import io.nats.client.impl.Headers;
import io.nats.client.support.NatsJetStreamConstants;
import io.quarkiverse.messaging.nats.spi.AtomicSequences.Output;

/**
 * The stream that holds outputs and markers: several messages are stored in one atomic batch
 * (<a href="https://github.com/nats-io/nats-architecture-and-design/blob/main/adr/ADR-50.md">ADR-50</a>), a single one by
 * itself.
 *
 * @param name the stream's name
 * @param connection gives the connection of the moment
 */
record OutputStream(String name, Supplier<Connection> connection) {

    /** More, the server refuses. */
    static final int MOST = 1000;
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int WRONG_LAST = 10071;
    private static final int NO_MESSAGE = 10037;

    /** A subject has another last message than the expected one: what was to be stored is not. */
    static final class Conflict extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Conflict() {
            super(null, null, false, false);
        }
    }

    Connection connected() throws IOException {
        Connection now = connection.get();
        if (now == null) {
            throw BATCHED.noConnection();
        }
        return now;
    }

    /** Stores all or none. Publishing may wait for room in the client: not for an event loop. */
    CompletableFuture<PublishAck> store(List<Output> messages) {
        try {
            Connection now = connected();
            String batch = messages.size() == 1 ? null : new NUID().next();
            for (int i = 0; i < messages.size() - 1; i++) {
                Output message = messages.get(i);
                now.publish(message.subject(), inBatch(message.headers(), batch, i + 1, false), message.body());
            }
            Output last = messages.get(messages.size() - 1);
            Headers headers = batch == null ? last.headers() : inBatch(last.headers(), batch, messages.size(), true);
            return now.requestWithTimeout(last.subject(), headers, last.body(), TIMEOUT).thenApply(OutputStream::ack);
        } catch (IOException | RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static Headers inBatch(Headers own, String batch, int number, boolean last) {
        Headers headers = new Headers(own);
        headers.put(NatsJetStreamConstants.NATS_BATCH_ID_HDR, batch);
        headers.put(NatsJetStreamConstants.NATS_BATCH_SEQUENCE_HDR, String.valueOf(number));
        if (last) {
            headers.put(NatsJetStreamConstants.NATS_BATCH_COMMIT_HDR, "1");
        }
        return headers;
    }

    private static PublishAck ack(Message answer) {
        try {
            if (answer.isStatusMessage()) {
                throw BATCHED.refused(String.valueOf(answer.getStatus()));
            }
            return new PublishAck(answer);
        } catch (JetStreamApiException e) {
            throw e.getApiErrorCode() == WRONG_LAST ? new Conflict()
                    : new CompletionException(BATCHED.refused(e.getMessage()));
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    static boolean isConflict(Throwable failure) {
        return failure instanceof Conflict || failure.getCause() instanceof Conflict;
    }

    /** Asks the leader. @return the last message on a subject, or {@code null} */
    CompletableFuture<MessageInfo> last(String subject) {
        try {
            byte[] request = ("{\"last_by_subj\":\"" + subject + "\"}").getBytes(StandardCharsets.UTF_8);
            return connected().requestWithTimeout("$JS.API.STREAM.MSG.GET." + name, request, TIMEOUT).thenApply(answer -> {
                MessageInfo found = new MessageInfo(answer, name, false);
                if (!found.hasError()) {
                    return found;
                }
                if (found.getApiErrorCode() == NO_MESSAGE) {
                    return null;
                }
                throw new CompletionException(BATCHED.refused(found.getError()));
            });
        } catch (IOException | RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
