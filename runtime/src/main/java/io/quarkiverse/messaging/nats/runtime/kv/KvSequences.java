package io.quarkiverse.messaging.nats.runtime.kv;

import static io.quarkiverse.messaging.nats.runtime.i18n.DeduplicatedStoreLog.STORE_LOG;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.nats.client.NUID;
import io.quarkiverse.messaging.nats.runtime.kv.Bucket.Conflict;
import io.quarkiverse.messaging.nats.runtime.kv.KvClaims.Claim;
import io.quarkiverse.messaging.nats.runtime.sequence.Floor;
import io.quarkiverse.messaging.nats.runtime.sequence.SequenceSet;
import io.quarkiverse.messaging.nats.spi.ProcessedSequences;
import io.quarkiverse.messaging.nats.spi.StreamPosition;

/**
 * A record in a bucket: a key for each sequence above the floor, with who works on it or what became of it. Who works on it has
 * a lease, and renews it; when it ends, another one may take over.
 */
final class KvSequences implements ProcessedSequences {

    private final String channel;
    private final Bucket bucket;
    private final long leaseMillis;
    private final boolean reprocess;
    private final String owner = new NUID().next();
    private final KvClaims claims;
    private final KvFloor floor;
    private final KvCompaction compaction;

    KvSequences(String channel, Bucket bucket, long leaseMillis, boolean reprocess) {
        this.channel = channel;
        this.bucket = bucket;
        this.leaseMillis = leaseMillis;
        this.reprocess = reprocess;
        this.claims = new KvClaims(channel, bucket, owner);
        this.floor = new KvFloor(channel, bucket);
        this.compaction = new KvCompaction(bucket, floor);
    }

    @Override
    public Known known() throws Exception {
        Bucket.Entry stored = floor.stored();
        if (stored == null) {
            return null;
        }
        Floor known = Floor.parse(stored.value());
        floor.set(known);
        return known.known(highest(known.position()));
    }

    private StreamPosition highest(StreamPosition from) throws Exception {
        for (long sequence : bucket.sequences()) {
            if (sequence <= from.sequence()) {
                break;
            }
            Bucket.Entry entry = bucket.read(String.valueOf(sequence)).get();
            KvValue value = entry == null || entry.value() == null ? null : KvValue.parse(entry.value());
            if (value != null && value.isEnded()) {
                return new StreamPosition(sequence, SequenceSet.instant(value.storedAt()));
            }
        }
        return from;
    }

    @Override
    public void begin(Known replaced, Instant streamCreated, Instant consumerCreated, StreamPosition from) throws Exception {
        Bucket.Entry entry = bucket.read(Bucket.FLOOR).get();
        Floor now = entry == null || entry.value() == null ? null : Floor.parse(entry.value());
        if (!Known.isSame(now == null ? null : now.known(now.position()), replaced)) {
            return;
        }
        long revision = floor.replace(entry == null ? 0 : entry.revision(), streamCreated, consumerCreated, from);
        if (revision > 0) {
            bucket.purgeBefore(revision);
        }
    }

    @Override
    public CompletionStage<Verdict> claim(StreamPosition position) {
        Verdict below = floor.verdict(position);
        if (below != null) {
            return CompletableFuture.completedFuture(below);
        }
        Claim claim = claims.reserve(position);
        if (claim == null) {
            CompletableFuture<Void> unsaid = claims.unsaid(position);
            return unsaid == null ? CompletableFuture.completedFuture(Verdict.BUSY)
                    : unsaid.thenApply(said -> Verdict.DONE);
        }
        return take(claim, position, false, 0)
                .exceptionallyCompose(
                        failure -> Conflict.is(failure) ? found(claim, position) : CompletableFuture.failedFuture(failure))
                .thenCompose(verdict -> confirmed(position, verdict)).whenComplete((verdict, failure) -> {
                    if (verdict != Verdict.PROCESS && verdict != Verdict.UNCERTAIN) {
                        claims.drop(position, claim);
                    }
                });
    }

    private KvValue working(StreamPosition position, boolean uncertain) {
        return KvValue.of(uncertain ? KvValue.UNCERTAIN : KvValue.WORKING, position, owner,
                System.currentTimeMillis() + leaseMillis);
    }

    private CompletableFuture<Verdict> take(Claim claim, StreamPosition position, boolean uncertain, long expected) {
        return bucket.write(KvClaims.key(position), working(position, uncertain).text(), expected).thenApply(revision -> {
            claims.granted(claim, revision, uncertain);
            return uncertain ? Verdict.UNCERTAIN : Verdict.PROCESS;
        });
    }

    private CompletableFuture<Verdict> found(Claim claim, StreamPosition position) {
        return bucket.read(KvClaims.key(position)).thenCompose(entry -> {
            if (entry == null) {
                return CompletableFuture.completedFuture(Verdict.BUSY); // purged at this moment
            }
            if (entry.value() == null) {
                return take(claim, position, false, entry.revision()).exceptionally(KvSequences::busyWhereLost);
            }
            KvValue value = KvValue.parse(entry.value());
            if (!value.isOf(position)) {
                return CompletableFuture.completedFuture(Verdict.FOREIGN);
            }
            if (value.isEnded()) {
                return CompletableFuture.completedFuture(Verdict.DONE);
            }
            // Of this instance, which does not work on it: the answer to its claim, or its release, was lost.
            boolean own = value.owner().equals(owner);
            if (!own && System.currentTimeMillis() < value.leaseEnd()) {
                return CompletableFuture.completedFuture(Verdict.BUSY);
            }
            boolean uncertain = !reprocess && (!own || value.kind() == KvValue.UNCERTAIN);
            return take(claim, position, uncertain, entry.revision()).thenApply(verdict -> {
                if (!own && verdict == Verdict.PROCESS) {
                    STORE_LOG.takenOver(channel, position.sequence());
                }
                return verdict;
            }).exceptionally(KvSequences::busyWhereLost);
        });
    }

    private static Verdict busyWhereLost(Throwable failure) {
        if (Conflict.is(failure)) {
            return Verdict.BUSY;
        }
        throw failure instanceof RuntimeException e ? e : new IllegalStateException(failure);
    }

    /** A key that could be taken may be one that was forgotten, below a floor that another instance has raised. */
    private CompletableFuture<Verdict> confirmed(StreamPosition position, Verdict verdict) {
        if (verdict != Verdict.PROCESS && verdict != Verdict.UNCERTAIN) {
            return CompletableFuture.completedFuture(verdict);
        }
        return floor.confirmed().thenApply(now -> {
            Verdict below = floor.verdict(position);
            if (below == null) {
                return verdict;
            }
            claims.release(position);
            return below;
        });
    }

    @Override
    public CompletionStage<Void> done(StreamPosition position) {
        return claims.end(position, KvValue.of(KvValue.DONE, position, owner, 0));
    }

    @Override
    public CompletionStage<Void> dead(StreamPosition position) {
        return claims.end(position, KvValue.of(KvValue.DEAD, position, owner, 0));
    }

    @Override
    public void release(StreamPosition position) {
        claims.release(position);
    }

    @Override
    public void renew(StreamPosition position) {
        claims.renew(position, working(position, false));
    }

    @Override
    public void compact(long newFloor, Instant consumerCreated) throws Exception {
        compaction.run(newFloor, consumerCreated);
    }

    @Override
    public long entries() throws Exception {
        long from = floor.sequence();
        return bucket.sequences().stream().filter(sequence -> sequence > from).count();
    }

    @Override
    public void close() {
        claims.close();
    }
}
