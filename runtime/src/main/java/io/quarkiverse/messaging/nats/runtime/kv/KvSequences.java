package io.quarkiverse.messaging.nats.runtime.kv;

import static io.quarkiverse.messaging.nats.runtime.i18n.LocalStoreLog.STORE_LOG;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.StreamSupport;

import io.nats.client.NUID;
import io.quarkiverse.messaging.nats.runtime.sequence.SequenceSet;
import io.quarkiverse.messaging.nats.spi.ProcessedSequences;
import io.quarkiverse.messaging.nats.spi.StreamPosition;

/**
 * A record in a bucket: a key for each sequence above the floor, {@code P} while somebody works on it, {@code D} when it is
 * done
 * with. Who works on it has a lease, and renews it; when it ends, another one may take over.
 */
final class KvSequences implements ProcessedSequences {

    private static final String FLOOR = "floor";
    /** How many entries are looked at for the latest time below a new floor. */
    private static final int LATEST = 16;
    private static final int MOST_IN_A_ROUND = 20_000;

    private final String channel;
    private final Bucket bucket;
    private final long leaseMillis;
    private final boolean reprocess;
    private final String owner = new NUID().next();
    private final KvClaims claims;
    private volatile StreamPosition floor = new StreamPosition(0, Instant.EPOCH);

    KvSequences(String channel, Bucket bucket, long leaseMillis, boolean reprocess) {
        this.channel = channel;
        this.bucket = bucket;
        this.leaseMillis = leaseMillis;
        this.reprocess = reprocess;
        this.claims = new KvClaims(channel, bucket);
    }

    private static String ended(String kind, StreamPosition position) {
        return kind + "|" + SequenceSet.nanos(position.storedAt());
    }

    private String working(StreamPosition position) {
        return "P|" + SequenceSet.nanos(position.storedAt()) + "|" + owner + "|"
                + (System.currentTimeMillis() + leaseMillis);
    }

    @Override
    public Known known() throws Exception {
        Bucket.Entry entry = bucket.read(FLOOR).get();
        if (entry == null || entry.value() == null) {
            return null;
        }
        Floor known = Floor.parse(entry.value());
        floor = known.position();
        List<Long> above = sequences().stream().filter(sequence -> sequence > floor.sequence())
                .sorted(Comparator.reverseOrder()).toList();
        for (long sequence : above) {
            Bucket.Entry highest = bucket.read(String.valueOf(sequence)).get();
            if (highest != null && highest.value() != null && !highest.value().startsWith("P")) {
                return new Known(known.streamCreated(), known.consumerCreated(), floor,
                        new StreamPosition(sequence, SequenceSet.instant(storedAt(highest.value()))));
            }
        }
        return new Known(known.streamCreated(), known.consumerCreated(), floor, floor);
    }

    private static long storedAt(String value) {
        return Long.parseLong(value.split("\\|")[1]);
    }

    private List<Long> sequences() throws Exception {
        return StreamSupport.stream(bucket.keys().spliterator(), false).filter(key -> !key.equals(FLOOR)).map(Long::valueOf)
                .toList();
    }

    @Override
    public void begin(Known replaced, Instant streamCreated, Instant consumerCreated, StreamPosition from) throws Exception {
        Bucket.Entry entry = bucket.read(FLOOR).get();
        boolean there = entry != null && entry.value() != null;
        if (there && (replaced == null || !Floor.parse(entry.value()).position().equals(replaced.floor())
                || !Floor.parse(entry.value()).streamCreated().equals(replaced.streamCreated()))) {
            return;
        }
        try {
            bucket.write(FLOOR, new Floor(streamCreated, consumerCreated, from).text(), entry == null ? 0 : entry.revision())
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Bucket.Conflict) {
                return; // another instance began it
            }
            throw e;
        }
        floor = from;
        for (long sequence : sequences()) {
            bucket.purge(String.valueOf(sequence));
        }
    }

    @Override
    public CompletionStage<Verdict> claim(StreamPosition position) {
        StreamPosition below = floor;
        if (position.sequence() <= below.sequence()) {
            return CompletableFuture.completedFuture(
                    position.storedAt().isAfter(below.storedAt()) ? Verdict.FOREIGN : Verdict.DONE);
        }
        if (claims.has(position)) {
            return CompletableFuture.completedFuture(Verdict.BUSY);
        }
        return take(position, 0, () -> found(position));
    }

    private interface Otherwise {
        CompletableFuture<Verdict> look();
    }

    private CompletableFuture<Verdict> take(StreamPosition position, long expected, Otherwise otherwise) {
        return bucket.write(KvClaims.key(position), working(position), expected).handle((revision, failure) -> {
            if (failure == null) {
                claims.add(position, revision);
                return CompletableFuture.completedFuture(Verdict.PROCESS);
            }
            return KvClaims.isConflict(failure) ? otherwise.look() : CompletableFuture.<Verdict> failedFuture(failure);
        }).thenCompose(next -> next);
    }

    private CompletableFuture<Verdict> found(StreamPosition position) {
        return bucket.read(KvClaims.key(position)).thenCompose(entry -> {
            if (entry == null) {
                return CompletableFuture.completedFuture(Verdict.BUSY); // purged at this moment
            }
            if (entry.value() == null) {
                return take(position, entry.revision(), () -> CompletableFuture.completedFuture(Verdict.BUSY));
            }
            if (storedAt(entry.value()) != SequenceSet.nanos(position.storedAt())) {
                return CompletableFuture.completedFuture(Verdict.FOREIGN);
            }
            if (!entry.value().startsWith("P")) {
                return CompletableFuture.completedFuture(Verdict.DONE);
            }
            long leaseEnd = Long.parseLong(entry.value().split("\\|")[3]);
            if (System.currentTimeMillis() < leaseEnd) {
                return CompletableFuture.completedFuture(Verdict.BUSY);
            }
            return take(position, entry.revision(), () -> CompletableFuture.completedFuture(Verdict.BUSY))
                    .thenApply(verdict -> verdict == Verdict.PROCESS ? takenOver(position) : verdict);
        });
    }

    private Verdict takenOver(StreamPosition position) {
        if (reprocess) {
            STORE_LOG.takenOver(channel, position.sequence());
            return Verdict.PROCESS;
        }
        return Verdict.UNCERTAIN;
    }

    @Override
    public CompletionStage<Void> done(StreamPosition position) {
        return claims.end(position, ended("D", position));
    }

    @Override
    public CompletionStage<Void> dead(StreamPosition position) {
        return claims.end(position, ended("X", position));
    }

    @Override
    public void release(StreamPosition position) {
        claims.release(position);
    }

    @Override
    public void renew(StreamPosition position) {
        claims.renew(position, working(position));
    }

    @Override
    public void compact(long newFloor, Instant consumerCreated) throws Exception {
        Bucket.Entry entry = bucket.read(FLOOR).get();
        if (entry == null || entry.value() == null) {
            return;
        }
        Floor now = Floor.parse(entry.value());
        List<Long> below = sequences().stream().filter(sequence -> sequence <= Math.max(newFloor, now.position().sequence()))
                .sorted(Comparator.reverseOrder()).toList();
        if (newFloor > now.position().sequence() || !consumerCreated.equals(now.consumerCreated())) {
            StreamPosition raised = new StreamPosition(Math.max(newFloor, now.position().sequence()),
                    latest(below, now.position().storedAt()));
            bucket.write(FLOOR, new Floor(now.streamCreated(), consumerCreated, raised).text(), entry.revision()).join();
            floor = raised;
        } else {
            floor = now.position();
        }
        for (long sequence : below.subList(0, Math.min(below.size(), MOST_IN_A_ROUND))) {
            bucket.purge(String.valueOf(sequence));
        }
    }

    private Instant latest(List<Long> below, Instant before) throws Exception {
        Instant latest = before;
        for (long sequence : below.subList(0, Math.min(below.size(), LATEST))) {
            Bucket.Entry entry = bucket.read(String.valueOf(sequence)).get();
            if (entry != null && entry.value() != null) {
                Instant stored = SequenceSet.instant(storedAt(entry.value()));
                latest = stored.isAfter(latest) ? stored : latest;
            }
        }
        return latest;
    }

    @Override
    public long entries() throws Exception {
        return sequences().stream().filter(sequence -> sequence > floor.sequence()).count();
    }

    @Override
    public void close() {
        claims.clear();
    }
}
