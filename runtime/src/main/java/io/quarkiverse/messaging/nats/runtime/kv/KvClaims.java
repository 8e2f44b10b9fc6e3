package io.quarkiverse.messaging.nats.runtime.kv;

import static io.quarkiverse.messaging.nats.runtime.i18n.DeduplicatedStoreErrors.STORES;
import static io.quarkiverse.messaging.nats.runtime.i18n.DeduplicatedStoreLog.STORE_LOG;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import io.quarkiverse.messaging.nats.runtime.kv.Bucket.Conflict;
import io.quarkiverse.messaging.nats.runtime.kv.Bucket.Entry;
import io.quarkiverse.messaging.nats.spi.StreamPosition;

/**
 * What this instance works on, as many as the channel holds in flight. Each word about a message is written upon the revision
 * of the one before, so they go one after the other. One whose answer is lost may have been written: the next one finds its own
 * value then, and goes on from there.
 */
final class KvClaims {

    private static final int TRIES = 5;
    private static final int SAID_AGAIN = 3;

    /** What is in the key is not of this claim. */
    private static final class Lost extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Entry found;

        Lost(Entry found) {
            super(null, null, false, false);
            this.found = found;
        }

        static Lost in(Throwable failure) {
            return failure instanceof Lost lost ? lost : failure.getCause() instanceof Lost lost ? lost : null;
        }
    }

    /** A message that this instance works on, or asks for. */
    static final class Claim {
        private CompletableFuture<Long> revision;
        private volatile boolean uncertain;
        /** What was said last of it, where its answer is awaited. */
        private volatile KvValue ending;
    }

    private final String channel;
    private final Bucket bucket;
    private final String owner;
    private final Map<Long, Claim> claims = new ConcurrentHashMap<>();
    private volatile boolean closed;

    KvClaims(String channel, Bucket bucket, String owner) {
        this.channel = channel;
        this.bucket = bucket;
        this.owner = owner;
    }

    static String key(StreamPosition position) {
        return String.valueOf(position.sequence());
    }

    /** @return to be granted or dropped; {@code null} where somebody here works on it */
    Claim reserve(StreamPosition position) {
        Claim claim = new Claim();
        return claims.putIfAbsent(position.sequence(), claim) == null ? claim : null;
    }

    void granted(Claim claim, long revision, boolean uncertain) {
        claim.uncertain = uncertain;
        claim.revision = CompletableFuture.completedFuture(revision);
    }

    void drop(StreamPosition position, Claim claim) {
        claims.remove(position.sequence(), claim);
    }

    /** @return ends when it is recorded, where this instance has processed it and could not say so; otherwise {@code null} */
    CompletableFuture<Void> unsaid(StreamPosition position) {
        Claim claim = claims.get(position.sequence());
        KvValue ending = claim == null ? null : claim.ending;
        return ending == null || !ending.isOf(position) ? null : end(position, ending);
    }

    /** It is done with; a lost lease is told, as somebody else may process it too. */
    CompletableFuture<Void> end(StreamPosition position, KvValue value) {
        Claim claim = claims.get(position.sequence());
        if (closed) {
            return CompletableFuture.failedFuture(STORES.bucketClosed(bucket.name()));
        }
        if (claim == null) {
            return CompletableFuture.completedFuture(null); // said before
        }
        claim.ending = value;
        return end(claim, position, value, SAID_AGAIN);
    }

    /** Again at once: while the connection is away jnats keeps it, and sends it before anybody else can take the message. */
    private CompletableFuture<Void> end(Claim claim, StreamPosition position, KvValue value, int again) {
        return say(claim, position, value).<Void> thenApply(revision -> null).exceptionallyCompose(failure -> {
            Lost lost = Lost.in(failure);
            if (lost == null) {
                return again > 0 && isTimeout(failure) ? end(claim, position, value, again - 1)
                        : CompletableFuture.failedFuture(failure);
            }
            if (!isSaid(lost.found)) {
                STORE_LOG.leaseLost(channel, position.sequence());
            }
            return overrule(position, value, lost.found, TRIES);
        }).thenRun(() -> claims.remove(position.sequence(), claim));
    }

    private static boolean isTimeout(Throwable failure) {
        return failure instanceof TimeoutException || failure.getCause() instanceof TimeoutException;
    }

    private boolean isSaid(Entry found) {
        KvValue value = found == null || found.value() == null ? null : KvValue.parse(found.value());
        return value != null && value.isEnded() && value.owner().equals(owner);
    }

    /** It was processed, whoever works on it now: that is recorded, so that it does not happen a third time. */
    private CompletableFuture<Void> overrule(StreamPosition position, KvValue value, Entry found, int tries) {
        KvValue other = found == null || found.value() == null ? null : KvValue.parse(found.value());
        if (found == null || other != null && (other.isEnded() || !other.isOf(position))) {
            return CompletableFuture.completedFuture(null); // below the floor by now, or said by another
        }
        return bucket.write(key(position), value.text(), found.revision()).<Void> thenApply(revision -> null)
                .exceptionallyCompose(failure -> Conflict.is(failure) && tries > 0
                        ? bucket.read(key(position)).thenCompose(now -> overrule(position, value, now, tries - 1))
                        : CompletableFuture.failedFuture(failure));
    }

    /** Whoever comes next may have it; not heard of again where that could not be said, until the lease ends. */
    void release(StreamPosition position) {
        Claim claim = claims.remove(position.sequence());
        if (claim != null && claim.revision != null) {
            KvValue still = claim.uncertain ? KvValue.of(KvValue.UNCERTAIN, position, owner, 0) : null;
            say(claim, position, still);
        }
    }

    void renew(StreamPosition position, KvValue working) {
        Claim claim = claims.get(position.sequence());
        if (claim != null && claim.revision != null && claim.ending == null && !claim.uncertain) {
            say(claim, position, working);
        }
    }

    private CompletableFuture<Long> say(Claim claim, StreamPosition position, KvValue value) {
        String text = value == null ? null : value.text();
        synchronized (claim) {
            CompletableFuture<Long> before = claim.revision;
            CompletableFuture<Long> after = before.thenCompose(revision -> bucket.write(key(position), text, revision)
                    .exceptionallyCompose(failure -> Conflict.is(failure) ? goOn(claim, position, text)
                            : CompletableFuture.failedFuture(failure)));
            // One that failed for another reason is said again, upon the same revision.
            claim.revision = after.handle((revision, failure) -> failure == null || Lost.in(failure) != null ? after : before)
                    .thenCompose(Function.identity());
            return after;
        }
    }

    private CompletableFuture<Long> goOn(Claim claim, StreamPosition position, String text) {
        return bucket.read(key(position)).thenCompose(found -> {
            boolean current = claims.get(position.sequence()) == claim;
            KvValue value = found == null || found.value() == null ? null : KvValue.parse(found.value());
            boolean own = value != null && !value.isEnded() && value.owner().equals(owner) && value.isOf(position);
            return current && own ? bucket.write(key(position), text, found.revision())
                    : CompletableFuture.failedFuture(new Lost(found));
        });
    }

    void close() {
        closed = true;
        claims.clear();
    }
}
