package io.quarkiverse.messaging.nats.runtime.transactions;

import static io.quarkiverse.messaging.nats.runtime.i18n.StreamStoreErrors.STREAM_STORE;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

import io.nats.client.Connection;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.PublishAck;
import io.nats.client.support.NatsJetStreamConstants;
import io.quarkiverse.messaging.nats.runtime.connection.AtomicBatch;
import io.quarkiverse.messaging.nats.spi.AtomicSequences.Output;

/**
 * The stream that holds outputs and markers.
 *
 * @param name the stream's name
 * @param connection gives the connection of the moment
 */
record OutputStream(String name, Supplier<Connection> connection) {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    Connection connected() throws IOException {
        Connection now = connection.get();
        if (now == null) {
            throw STREAM_STORE.noConnection();
        }
        return now;
    }

    /** Stores all or none. Publishing may wait for room in the client: not for an event loop. */
    CompletableFuture<PublishAck> store(List<Output> messages) {
        try {
            return AtomicBatch.store(connected(), messages);
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
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
                if (found.getApiErrorCode() == NatsJetStreamConstants.JS_NO_MESSAGE_FOUND_ERR) {
                    return null;
                }
                throw new CompletionException(STREAM_STORE.refused(found.getError()));
            });
        } catch (IOException | RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
