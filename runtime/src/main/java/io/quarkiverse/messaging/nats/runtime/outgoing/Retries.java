package io.quarkiverse.messaging.nats.runtime.outgoing;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsErrors.ERRORS;
import static io.quarkiverse.messaging.nats.runtime.i18n.NatsLog.LOG;
import static io.quarkiverse.messaging.nats.runtime.i18n.OutgoingErrors.OUTGOING_ERRORS;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.quarkiverse.messaging.nats.runtime.config.OutgoingSettings;
import io.quarkiverse.messaging.nats.runtime.connection.LiveConnection;

/** When a message is sent again, and when no more: {@code retries}, {@code retry-beyond-window}, growing pauses. */
final class Retries {

    private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);
    private static final int BACKOFF_DOUBLINGS = 6;
    /** As with pulls: a server that says nothing for so long is in trouble, and health says so. */
    private static final long SILENCE_NANOS = Duration.ofSeconds(10).toNanos();
    private static final long POSTPONED_NANOS = Duration.ofMillis(50).toNanos();

    private final PublishQueue queue;
    private final DuplicateWindows windows = new DuplicateWindows();

    Retries(PublishQueue queue) {
        this.queue = queue;
    }

    /** @return when a message that is sent now is due again, if nothing is heard of it */
    static long dueAfter(PendingPublish publish, long now) {
        long due = now + publish.channel.settings().ackTimeout().toNanos();
        return publish.attempts == 0 ? due : due + backoff(publish);
    }

    private static long backoff(PendingPublish publish) {
        return FIRST_BACKOFF.toNanos() << Math.min(publish.attempts - 1, BACKOFF_DOUBLINGS);
    }

    /** The server refused a try for the moment. */
    void refused(PendingPublish publish, String reason) {
        OutgoingSettings settings = publish.channel.settings();
        if (queue.unconfirmed(publish.id) == null) {
            return; // it is over meanwhile
        }
        if (publish.attempts > settings.retries()) {
            queue.over(publish, null, publish.maybeStored() ? OUTGOING_ERRORS.notConfirmedAfter(publish.attempts)
                    : OUTGOING_ERRORS.notStoredAfter(publish.attempts, reason));
            return;
        }
        LOG.publishAgain(settings.channel(), publish.subject, publish.attempts, reason);
        publish.channel.troubled(publish.attempts, ERRORS.notStored(reason).getMessage());
        publish.againAt = System.nanoTime() + backoff(publish);
    }

    /** The connection is there again: what is unconfirmed is sent again, in the order of the first time. Blocks. */
    void all(Collection<PendingPublish> unconfirmed, LiveConnection connection) {
        List<PendingPublish> again = new ArrayList<>(unconfirmed);
        again.sort(Comparator.comparingLong(publish -> publish.id));
        again.forEach(publish -> again(publish, connection));
    }

    /** Asks the server what {@link #all} is going to need. Blocks. */
    void prepare(Collection<PendingPublish> unconfirmed, LiveConnection connection) {
        Set<String> subjects = new TreeSet<>();
        unconfirmed.forEach(publish -> subjects.add(publish.subject));
        windows.readAll(subjects, connection);
    }

    /** Sends again what is due. */
    void due(Collection<PendingPublish> unconfirmed, LiveConnection connection) {
        long now = System.nanoTime();
        for (PendingPublish publish : unconfirmed) {
            if (now - publish.againAt > 0) {
                if (publish.maybeStored()) {
                    publish.channel.troubled(publish.attempts, OUTGOING_ERRORS.reasonUnconfirmed());
                }
                again(publish, connection);
            } else if (now - publish.sentAt > SILENCE_NANOS) {
                publish.channel.silentSince(publish.sentAt);
            }
        }
    }

    private void again(PendingPublish publish, LiveConnection connection) {
        OutgoingSettings settings = publish.channel.settings();
        if (publish.attempts > settings.retries()) {
            queue.over(publish, null, OUTGOING_ERRORS.notConfirmedAfter(publish.attempts));
        } else if (!publish.maybeStored() || mayBeSentAgain(publish, connection)) {
            publish.channel.counters().retry();
            queue.send(publish, connection);
        }
    }

    /** Something is or may be stored already; the server drops the next one only where it recognises the id. */
    private boolean mayBeSentAgain(PendingPublish publish, LiveConnection connection) {
        OutgoingSettings settings = publish.channel.settings();
        if (publish.messageId == null) {
            if (publish.becomesSuspect()) {
                publish.channel.counters().possibleDuplicate();
                LOG.possibleDuplicateWithoutId(settings.channel(), publish.subject);
            }
            return true;
        }
        long window = windows.nanosOf(publish.subject, connection);
        long now = System.nanoTime();
        if (window == DuplicateWindows.NOT_KNOWN) {
            publish.againAt = now + POSTPONED_NANOS;
            return false;
        }
        long ago = now - publish.maybeStoredSince();
        if (ago <= window) {
            return true;
        }
        if (!settings.retryBeyondWindow()) {
            queue.over(publish, null, OUTGOING_ERRORS.notConfirmedWithinWindow(Duration.ofNanos(window)));
            return false;
        }
        if (publish.becomesSuspect()) {
            publish.channel.counters().possibleDuplicate();
            LOG.possibleDuplicate(settings.channel(), publish.subject, publish.messageId,
                    Duration.ofMillis(ago / 1_000_000), Duration.ofNanos(window));
        }
        return true;
    }
}
