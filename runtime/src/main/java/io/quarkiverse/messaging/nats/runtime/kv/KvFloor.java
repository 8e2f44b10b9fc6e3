package io.quarkiverse.messaging.nats.runtime.kv;

import static io.quarkiverse.messaging.nats.runtime.i18n.DeduplicatedStoreErrors.STORES;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.quarkiverse.messaging.nats.runtime.sequence.Floor;
import io.quarkiverse.messaging.nats.spi.ProcessedSequences.Verdict;
import io.quarkiverse.messaging.nats.spi.StreamPosition;

/**
 * The floor's key. Other instances raise it and then forget what is below, so that a key that is free may be one that was
 * forgotten: whoever takes a key reads the floor afterwards. Many share one read.
 */
final class KvFloor {

    private final String channel;
    private final Bucket bucket;
    private volatile Floor latest;
    private CompletableFuture<Floor> waiting;
    private boolean reading;

    KvFloor(String channel, Bucket bucket) {
        this.channel = channel;
        this.bucket = bucket;
    }

    /** @return by what is known here; {@code null} where it is above the floor */
    Verdict verdict(StreamPosition position) {
        Floor now = latest;
        return now == null ? null : now.verdict(position);
    }

    long sequence() {
        return latest == null ? 0 : latest.position().sequence();
    }

    void set(Floor floor) {
        latest = floor;
    }

    /** @return ends when the floor was read by a request that was sent after this call; {@link #verdict} knows it then */
    CompletableFuture<Floor> confirmed() {
        synchronized (this) {
            CompletableFuture<Floor> mine = waiting == null ? new CompletableFuture<>() : waiting;
            waiting = mine;
            if (!reading) {
                read();
            }
            return mine;
        }
    }

    private void read() {
        CompletableFuture<Floor> asked = waiting;
        waiting = null;
        reading = true;
        bucket.read(Bucket.FLOOR).whenComplete((entry, failure) -> {
            synchronized (this) {
                reading = false;
                if (waiting != null) {
                    read();
                }
            }
            if (failure != null) {
                asked.completeExceptionally(failure);
            } else if (entry == null || entry.value() == null) {
                asked.completeExceptionally(STORES.recordGone(channel, bucket.name()));
            } else {
                set(Floor.parse(entry.value()));
                asked.complete(latest);
            }
        });
    }

    /** Blocks. @return {@code null} where there is none */
    Bucket.Entry stored() throws Exception {
        Bucket.Entry entry = bucket.read(Bucket.FLOOR).get();
        return entry == null || entry.value() == null ? null : entry;
    }

    /** Blocks. @return the new revision, or -1 where another instance has changed it */
    long replace(long expected, Instant streamCreated, Instant consumerCreated, StreamPosition position) {
        Floor floor = new Floor(streamCreated, consumerCreated, position);
        try {
            long revision = bucket.write(Bucket.FLOOR, floor.text(), expected).join();
            set(floor);
            return revision;
        } catch (CompletionException e) {
            if (Bucket.Conflict.is(e)) {
                return -1;
            }
            throw e;
        }
    }
}
