package io.quarkiverse.messaging.nats.runtime.outgoing;

import static io.quarkiverse.messaging.nats.runtime.i18n.SecurityErrors.SECURITY;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Publishes that the server did not permit are nacked. Of each it says the subject only, and not which one it was, but all
 * after the first denied one are denied too: so the last ones are it. Confirmations that are on their way yet come first,
 * for a moment.
 */
final class DeniedPublishes {

    private static final long PATIENCE = Duration.ofSeconds(1).toNanos();

    /** How many of a subject, and since when. */
    private record Denied(int count, long since) {
    }

    private final PublishQueue queue;
    private final Map<String, Denied> bySubject = new ConcurrentHashMap<>();

    DeniedPublishes(PublishQueue queue) {
        this.queue = queue;
    }

    /** The server has refused one. */
    void add(String subject) {
        bySubject.merge(subject, new Denied(1, System.nanoTime()),
                (before, one) -> new Denied(before.count() + 1, before.since()));
    }

    /** To be called several times a second. */
    void settle(Collection<PendingPublish> unconfirmed) {
        for (Map.Entry<String, Denied> entry : bySubject.entrySet()) {
            String subject = entry.getKey();
            List<PendingPublish> sent = unconfirmed.stream().filter(one -> one.subject.equals(subject))
                    .sorted(Comparator.comparingLong((PendingPublish one) -> one.id).reversed()).toList();
            Denied denied = entry.getValue();
            boolean due = sent.size() <= denied.count() || System.nanoTime() - denied.since() > PATIENCE;
            if (due && bySubject.remove(subject, denied)) {
                sent.stream().limit(denied.count()).forEach(this::nack);
            }
        }
    }

    private void nack(PendingPublish publish) {
        publish.refused();
        RuntimeException reason = publish.maybeStored() ? SECURITY.publishNotPermittedAnyMore(publish.subject)
                : SECURITY.publishNotPermitted(publish.subject);
        publish.channel.denied(publish.subject, reason.getMessage());
        queue.over(publish, null, reason);
    }
}
