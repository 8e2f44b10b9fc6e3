package io.quarkiverse.messaging.nats.runtime.connection;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsErrors.ERRORS;
import static io.quarkiverse.messaging.nats.runtime.i18n.StreamStoreErrors.STREAM_STORE;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.NUID;
import io.nats.client.api.PublishAck;
import io.nats.client.impl.Headers;
import io.nats.client.support.NatsJetStreamConstants;
import io.quarkiverse.messaging.nats.spi.AtomicSequences.Output;

/**
 * Several messages are stored in one atomic batch
 * (<a href="https://github.com/nats-io/nats-architecture-and-design/blob/main/adr/ADR-50.md">ADR-50</a>), a single one by
 * itself.
 */
public final class AtomicBatch {

    /** More, the server refuses. */
    public static final int MOST = 1000;
    /** Older ones store the messages one by one. */
    public static final String OLDEST_SERVER = "2.12.1";
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** A subject has another last message than the expected one: what was to be stored is not. */
    public static final class Conflict extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Conflict() {
            super(null, null, false, false);
        }

        /**
         * @param failure of {@link AtomicBatch#store}
         * @return whether it is this
         */
        public static boolean is(Throwable failure) {
            return failure instanceof Conflict || failure.getCause() instanceof Conflict;
        }
    }

    private AtomicBatch() {
    }

    /**
     * Stores all or none. Publishing may wait for room in the client: not for an event loop.
     *
     * @param connection the connection
     * @param messages at least one, at most {@link #MOST}
     * @return the server's answer; without one it is not known whether they are stored; {@link IllegalArgumentException} where
     *         one is larger than the server takes, and nothing was sent
     */
    public static CompletableFuture<PublishAck> store(Connection connection, List<Output> messages) {
        try {
            String batch = messages.size() == 1 ? null : NUID.nextGlobal();
            List<Headers> all = headers(messages, batch, connection.getMaxPayload());
            for (int i = 0; i < messages.size() - 1; i++) {
                connection.publish(messages.get(i).subject(), all.get(i), messages.get(i).body());
            }
            Output last = messages.get(messages.size() - 1);
            Headers headers = all.get(messages.size() - 1);
            return connection.requestWithTimeout(last.subject(), headers, last.body(), TIMEOUT).thenApply(AtomicBatch::ack);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Before anything is sent: the server cuts the connection of whoever sends more than it takes. */
    private static List<Headers> headers(List<Output> messages, String batch, long limit) {
        List<Headers> all = new ArrayList<>(messages.size());
        for (Output message : messages) {
            int number = all.size() + 1;
            Headers headers = batch == null ? message.headers()
                    : inBatch(message.headers(), batch, number, number == messages.size());
            long size = message.body().length + (long) headers.serializedLength();
            if (limit > 0 && size > limit) {
                throw ERRORS.tooLarge(size, limit);
            }
            all.add(headers);
        }
        return all;
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
                throw STREAM_STORE.refused(String.valueOf(answer.getStatus()));
            }
            return new PublishAck(answer);
        } catch (JetStreamApiException e) {
            throw e.getApiErrorCode() == NatsJetStreamConstants.JS_WRONG_LAST_SEQUENCE ? new Conflict()
                    : new CompletionException(STREAM_STORE.refused(e.getMessage()));
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }
}
