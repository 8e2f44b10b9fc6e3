package io.quarkiverse.messaging.nats.runtime.outgoing;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsLog.LOG;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.quarkiverse.messaging.nats.runtime.connection.LiveConnection;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/**
 * For how long the streams of one connection recognise a message id. Asked for only when a message is sent again, read
 * from the server then, and read anew when the answer is older than half a minute: an administrator may change it.
 */
final class DuplicateWindows {

    /** What {@link #nanosOf} says until the server has answered. */
    static final long NOT_KNOWN = -1;

    private static final long FRESH_NANOS = Duration.ofSeconds(30).toNanos();
    private static final int MOST_SUBJECTS = 1000;
    private static final int MOST_AT_ONCE = 100;

    private record Known(long nanos, long readAt) {
    }

    private final Map<String, Known> known = new ConcurrentHashMap<>();
    private final Map<String, Boolean> asking = new ConcurrentHashMap<>();

    /**
     * Does not block: what is not known is asked for, to be known soon.
     *
     * @param subject a subject
     * @param live the connection
     * @return the duplicate window of the stream that stores it, 0 where none does, or {@link #NOT_KNOWN}
     */
    long nanosOf(String subject, LiveConnection live) {
        Known found = known.get(subject);
        if (isFresh(found)) {
            return found.nanos();
        }
        if (asking.putIfAbsent(subject, true) == null) {
            Infrastructure.getDefaultWorkerPool().execute(() -> {
                try {
                    read(subject, live);
                } catch (IOException | RuntimeException e) {
                    LOG.debug("the duplicate window of " + subject + " is not known yet", e);
                } finally {
                    asking.remove(subject);
                }
            });
        }
        return NOT_KNOWN;
    }

    /** Reads what is not known of these subjects, some of them at least. Blocks. */
    void readAll(Collection<String> subjects, LiveConnection live) {
        try {
            int asked = 0;
            for (String subject : subjects) {
                if (!isFresh(known.get(subject)) && asked++ < MOST_AT_ONCE) {
                    read(subject, live);
                }
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("duplicate windows are not known yet", e);
        }
    }

    private static boolean isFresh(Known found) {
        return found != null && System.nanoTime() - found.readAt() < FRESH_NANOS;
    }

    private void read(String subject, LiveConnection live) throws IOException {
        long nanos = 0;
        try {
            JetStreamManagement management = live.management();
            List<String> streams = management.getStreamNames(subject);
            if (!streams.isEmpty()) {
                nanos = management.getStreamInfo(streams.get(0)).getConfiguration().getDuplicateWindow().toNanos();
            }
        } catch (JetStreamApiException e) {
            throw new IOException(e);
        }
        if (known.size() >= MOST_SUBJECTS) {
            known.clear();
        }
        known.put(subject, new Known(nanos, System.nanoTime()));
    }
}
