package io.quarkiverse.messaging.nats.testing.companion;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.PublishAck;

/** The calls that take more than one line, with the checked exceptions of jnats. */
final class ServerCalls {

    private static final int WINDOW = 500;
    private static final int NOT_FOUND = 404;

    /** A call. */
    interface Call<T> {
        T on(Connection connection) throws Exception;
    }

    private ServerCalls() {
    }

    static <T> T orNull(Call<T> call, Connection connection) throws Exception {
        try {
            return call.on(connection);
        } catch (JetStreamApiException e) {
            if (e.getErrorCode() == NOT_FOUND) {
                return null;
            }
            throw e;
        }
    }

    static Void publishAll(Connection connection, String subject, int from, int to, IntFunction<String> payload)
            throws Exception {
        JetStream stream = connection.jetStream();
        List<CompletableFuture<PublishAck>> acks = new ArrayList<>();
        for (int i = from; i <= to; i++) {
            acks.add(stream.publishAsync(subject, payload.apply(i).getBytes(StandardCharsets.UTF_8)));
            if (acks.size() == WINDOW || i == to) {
                CompletableFuture.allOf(acks.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
                acks.clear();
            }
        }
        return null;
    }

    static List<String> payloads(Connection connection, String stream, String subject) throws Exception {
        List<String> payloads = new ArrayList<>();
        MessageInfo found = next(connection, stream, 1, subject);
        while (found != null) {
            payloads.add(new String(found.getData() == null ? new byte[0] : found.getData(), StandardCharsets.UTF_8));
            found = next(connection, stream, found.getSeq() + 1, subject);
        }
        return payloads;
    }

    private static MessageInfo next(Connection connection, String stream, long from, String subject) throws Exception {
        return orNull(c -> c.jetStreamManagement().getNextMessage(stream, from, subject), connection);
    }
}
