package io.quarkiverse.messaging.nats.runtime.kv;

import static io.quarkiverse.messaging.nats.runtime.i18n.LocalStoreLog.STORE_LOG;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

import io.quarkiverse.messaging.nats.spi.StreamPosition;

/**
 * What this instance works on. Each word about a message is written upon the revision of the one before, so they go one after
 * the other; the first that meets another revision has lost its lease. As many as the channel holds in flight.
 */
final class KvClaims {

    private static final class Claim {
        CompletableFuture<Long> revision;

        Claim(long revision) {
            this.revision = CompletableFuture.completedFuture(revision);
        }
    }

    private final String channel;
    private final Bucket bucket;
    private final Map<Long, Claim> claims = new ConcurrentHashMap<>();

    KvClaims(String channel, Bucket bucket) {
        this.channel = channel;
        this.bucket = bucket;
    }

    static String key(StreamPosition position) {
        return String.valueOf(position.sequence());
    }

    static boolean isConflict(Throwable failure) {
        return failure instanceof Bucket.Conflict || failure.getCause() instanceof Bucket.Conflict;
    }

    boolean has(StreamPosition position) {
        return claims.containsKey(position.sequence());
    }

    void add(StreamPosition position, long revision) {
        claims.put(position.sequence(), new Claim(revision));
    }

    /** It is done with; a lost lease is told, as somebody else may process it too. */
    CompletionStage<Void> end(StreamPosition position, String value) {
        Claim claim = claims.get(position.sequence());
        if (claim == null) {
            return CompletableFuture.completedFuture(null); // said before
        }
        return say(claim, position, value).handle((revision, failure) -> {
            if (failure != null && !isConflict(failure)) {
                throw new CompletionException(failure);
            }
            if (failure != null) {
                STORE_LOG.leaseLost(channel, position.sequence());
            }
            claims.remove(position.sequence());
            return null;
        });
    }

    void release(StreamPosition position) {
        Claim claim = claims.remove(position.sequence());
        if (claim != null) {
            say(claim, position, null);
        }
    }

    void renew(StreamPosition position, String value) {
        Claim claim = claims.get(position.sequence());
        if (claim != null) {
            say(claim, position, value);
        }
    }

    private CompletableFuture<Long> say(Claim claim, StreamPosition position, String value) {
        synchronized (claim) {
            CompletableFuture<Long> before = claim.revision;
            CompletableFuture<Long> after = before.thenCompose(revision -> bucket.write(key(position), value, revision));
            // One that failed for another reason than a conflict is said again, upon the same revision.
            claim.revision = after.handle((revision, failure) -> failure == null || isConflict(failure) ? after : before)
                    .thenCompose(next -> next);
            return after;
        }
    }

    void clear() {
        claims.clear();
    }
}
