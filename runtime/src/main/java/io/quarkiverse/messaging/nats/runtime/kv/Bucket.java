package io.quarkiverse.messaging.nats.runtime.kv;

import static io.quarkiverse.messaging.nats.runtime.i18n.DeduplicatedStoreErrors.STORES;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.PurgeOptions;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.PublishAck;
import io.nats.client.api.StreamInfoOptions;
import io.nats.client.impl.Headers;
import io.nats.client.support.NatsJetStreamConstants;
import io.quarkiverse.messaging.nats.spi.ConsumerKey;

/**
 * The keys of one subscription in the bucket. Writes are conditional and wait for no thread; only the answer of a write is
 * trusted, and reads ask the leader.
 */
final class Bucket {

    /** The one key that is no sequence. */
    static final String FLOOR = "floor";
    private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(250);

    /** A value with its revision; a value that was removed is {@code null}. */
    record Entry(long revision, String value) {
    }

    /** The key is not at the revision that was expected. */
    static final class Conflict extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Conflict() {
            super(null, null, false, false);
        }

        static boolean is(Throwable failure) {
            return failure instanceof Conflict || failure.getCause() instanceof Conflict;
        }
    }

    private final String name;
    private final String stream;
    private final String prefix;
    private final Supplier<Connection> connection;
    private final Duration timeout;

    /** @param lease what is not answered is said again within it, more than once */
    Bucket(String name, ConsumerKey owner, Supplier<Connection> connection, Duration lease) {
        Duration quarter = lease.dividedBy(4);
        this.timeout = quarter.compareTo(LONGEST_TIMEOUT) > 0 ? LONGEST_TIMEOUT
                : quarter.compareTo(SHORTEST_TIMEOUT) < 0 ? SHORTEST_TIMEOUT : quarter;
        this.name = name;
        this.stream = "KV_" + name;
        this.prefix = "$KV." + name + "." + escaped(owner.stream()) + "." + escaped(owner.consumer()) + ".";
        this.connection = connection;
    }

    /** What a key can't hold as {@code =} and two digits for each byte. */
    private static String escaped(String text) {
        StringBuilder key = new StringBuilder();
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = one >= 'a' && one <= 'z' || one >= 'A' && one <= 'Z' || one >= '0' && one <= '9' || one == '-'
                    || one == '_';
            key.append(plain ? String.valueOf((char) one) : String.format("=%02X", one));
        }
        return key.toString();
    }

    String name() {
        return name;
    }

    private Connection connection() throws IOException {
        Connection now = connection.get();
        if (now == null) {
            throw STORES.noConnection();
        }
        return now;
    }

    /** @return the new revision; fails with {@link Conflict} where the key is at another revision than the expected one */
    CompletableFuture<Long> write(String key, String value, long expected) {
        Headers headers = new Headers();
        headers.put(NatsJetStreamConstants.EXPECTED_LAST_SUB_SEQ_HDR, String.valueOf(expected));
        if (value == null) {
            headers.put(NatsJetStreamConstants.KV_OPERATION_HEADER_KEY, "DEL");
        }
        byte[] body = value == null ? new byte[0] : value.getBytes(StandardCharsets.US_ASCII);
        try {
            return asked(connection().requestWithTimeout(prefix + key, headers, body, LONGEST_TIMEOUT))
                    .thenApply(Bucket::revision);
        } catch (IOException | RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** jnats gives up on requests once in five seconds only. */
    private CompletableFuture<Message> asked(CompletableFuture<Message> request) {
        return request.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static long revision(Message answer) {
        try {
            if (answer.isStatusMessage()) {
                throw STORES.refused(String.valueOf(answer.getStatus()));
            }
            return new PublishAck(answer).getSeqno();
        } catch (JetStreamApiException e) {
            throw e.getApiErrorCode() == NatsJetStreamConstants.JS_WRONG_LAST_SEQUENCE ? new Conflict()
                    : new CompletionException(STORES.refused(e.getMessage()));
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    /** Asks the leader. @return {@code null} where there is no value, and none that was removed */
    CompletableFuture<Entry> read(String key) {
        try {
            String request = "{\"last_by_subj\":\"" + prefix + key + "\"}";
            return asked(connection().requestWithTimeout("$JS.API.STREAM.MSG.GET." + stream,
                    request.getBytes(StandardCharsets.UTF_8), LONGEST_TIMEOUT)).thenApply(this::entry);
        } catch (IOException | RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private Entry entry(Message answer) {
        MessageInfo found = new MessageInfo(answer, stream, false);
        if (found.hasError()) {
            if (found.getApiErrorCode() == NatsJetStreamConstants.JS_NO_MESSAGE_FOUND_ERR) {
                return null;
            }
            throw new CompletionException(STORES.refused(found.getError()));
        }
        boolean removed = found.getHeaders() != null
                && found.getHeaders().getFirst(NatsJetStreamConstants.KV_OPERATION_HEADER_KEY) != null;
        return new Entry(found.getSeq(), removed ? null : new String(found.getData(), StandardCharsets.US_ASCII));
    }

    /** Blocks. @return the sequences that have a key, also where its value was removed; the highest first */
    List<Long> sequences() throws IOException, JetStreamApiException {
        return connection().jetStreamManagement().getStreamInfo(stream, StreamInfoOptions.filterSubjects(prefix + ">"))
                .getStreamState().getSubjectMap().keySet().stream().map(subject -> subject.substring(prefix.length()))
                .filter(key -> !key.equals(FLOOR)).map(Long::valueOf).sorted((one, other) -> Long.compare(other, one)).toList();
    }

    /** Blocks. Forgets all keys, whatever they are, that were last written before the revision. */
    void purgeBefore(long revision) throws IOException, JetStreamApiException {
        connection().jetStreamManagement().purgeStream(stream,
                PurgeOptions.builder().subject(prefix + ">").sequence(revision).build());
    }
}
