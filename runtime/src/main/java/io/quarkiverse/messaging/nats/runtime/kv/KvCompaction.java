package io.quarkiverse.messaging.nats.runtime.kv;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.quarkiverse.messaging.nats.runtime.sequence.Floor;
import io.quarkiverse.messaging.nats.runtime.sequence.SequenceSet;
import io.quarkiverse.messaging.nats.spi.StreamPosition;

/** Raises the floor first, then forgets the keys below it: with one request, however many they are. Blocks. */
final class KvCompaction {

    /** How many entries are looked at for the latest time below a new floor. */
    private static final int LATEST = 16;
    /** How many are read at once. */
    private static final int WINDOW = 64;
    /** With more above the floor something is stuck, the floor hardly rises, and there is little to forget. */
    private static final int MOST_ABOVE = 20_000;

    private final Bucket bucket;
    private final KvFloor floor;

    KvCompaction(Bucket bucket, KvFloor floor) {
        this.bucket = bucket;
        this.floor = floor;
    }

    void run(long newFloor, Instant consumerCreated) throws Exception {
        Bucket.Entry stored = floor.stored();
        if (stored == null) {
            return;
        }
        Floor now = Floor.parse(stored.value());
        long old = now.position().sequence();
        long raised = Math.max(newFloor, old);
        if (raised == old && consumerCreated.equals(now.consumerCreated())) {
            floor.set(now);
            return;
        }
        List<Long> below = bucket.sequences().stream().filter(sequence -> sequence <= raised).toList();
        long revision = floor.replace(stored.revision(), now.streamCreated(), consumerCreated,
                new StreamPosition(raised, latest(below, now.position().storedAt())));
        if (revision < 0) {
            floor.confirmed().get(); // another instance has raised it, and forgets what is below
        } else if (!below.isEmpty()) {
            forgetBelow(raised, revision);
        }
    }

    private Instant latest(List<Long> below, Instant before) {
        Instant latest = before;
        for (Bucket.Entry entry : read(below.subList(0, Math.min(below.size(), LATEST)))) {
            if (entry != null && entry.value() != null) {
                Instant stored = SequenceSet.instant(KvValue.parse(entry.value()).storedAt());
                latest = stored.isAfter(latest) ? stored : latest;
            }
        }
        return latest;
    }

    /** All that was written before the floor's own revision, and before the oldest key that is above the floor. */
    private void forgetBelow(long raised, long ofFloor) throws Exception {
        List<Long> above = bucket.sequences().stream().filter(sequence -> sequence > raised).toList();
        if (above.size() > MOST_ABOVE) {
            return;
        }
        long oldest = ofFloor;
        for (Bucket.Entry entry : read(above)) {
            oldest = entry == null ? oldest : Math.min(oldest, entry.revision());
        }
        bucket.purgeBefore(oldest);
    }

    private List<Bucket.Entry> read(List<Long> sequences) {
        List<Bucket.Entry> entries = new ArrayList<>();
        for (int from = 0; from < sequences.size(); from += WINDOW) {
            List<CompletableFuture<Bucket.Entry>> window = sequences
                    .subList(from, Math.min(sequences.size(), from + WINDOW)).stream()
                    .map(sequence -> bucket.read(String.valueOf(sequence))).toList();
            window.forEach(one -> entries.add(one.join()));
        }
        return entries;
    }
}
