package io.quarkiverse.messaging.nats.runtime.file;

import static io.quarkiverse.messaging.nats.runtime.i18n.DeduplicatedStoreErrors.STORES;
import static io.quarkiverse.messaging.nats.runtime.i18n.DeduplicatedStoreLog.STORE_LOG;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.FileLock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

import io.quarkiverse.messaging.nats.runtime.sequence.ClaimedSequences;
import io.quarkiverse.messaging.nats.runtime.sequence.SequenceSet;
import io.quarkiverse.messaging.nats.spi.ProcessedSequences;
import io.quarkiverse.messaging.nats.spi.StreamPosition;

/**
 * A record in a file. What is done is appended, many at once with one write to the disk: while that runs the next ones gather,
 * no more than the channel holds in flight.
 */
final class FileSequences implements ProcessedSequences {

    private static final byte STREAM = 'S';
    private static final byte CONSUMER = 'C';
    private static final byte FLOOR = 'F';
    private static final byte DONE = 'D';
    private static final byte DEAD = 'X';
    /** What {@link #snapshot} begins with. */
    private static final byte[] HEAD = { STREAM, CONSUMER, FLOOR };

    private record Append(byte kind, StreamPosition position, CompletableFuture<Void> written) {
    }

    private final RecordFile file;
    private final FileLock lock;
    private final int most;
    private final Executor disk;
    /** Of the file and the head. */
    private final Object io = new Object();
    private List<Append> waiting = new ArrayList<>();
    private boolean writing;
    /** What was last compacted is not in the file yet. */
    private boolean behind;
    private volatile boolean closed;
    private volatile Instant streamCreated;
    private volatile Instant consumerCreated;
    private volatile ClaimedSequences claimed;

    FileSequences(String channel, RecordFile file, FileLock lock, int most, Executor disk) throws IOException {
        this.file = file;
        this.lock = lock;
        this.most = most;
        this.disk = disk;
        read(channel);
    }

    private void read(String channel) throws IOException {
        List<StreamPosition> done = new ArrayList<>();
        StreamPosition[] floor = new StreamPosition[1];
        file.read(channel, HEAD, (kind, sequence, time) -> {
            switch (kind) {
                case STREAM -> streamCreated = SequenceSet.instant(time);
                case CONSUMER -> consumerCreated = SequenceSet.instant(time);
                case FLOOR -> floor[0] = new StreamPosition(sequence, SequenceSet.instant(time));
                default -> done.add(new StreamPosition(sequence, SequenceSet.instant(time)));
            }
        });
        if (floor[0] != null) {
            SequenceSet set = new SequenceSet(floor[0]);
            done.forEach(set::add);
            claimed = new ClaimedSequences(set, most);
        }
    }

    @Override
    public Known known() {
        return claimed == null ? null : new Known(streamCreated, consumerCreated, claimed.floor(), claimed.highest());
    }

    @Override
    public void begin(Known replaced, Instant created, Instant ofConsumer, StreamPosition floor) throws IOException {
        synchronized (io) {
            if (!Known.isSame(known(), replaced)) {
                return;
            }
            ClaimedSequences fresh = new ClaimedSequences(new SequenceSet(floor), most);
            file.replace(snapshot(created, ofConsumer, fresh));
            streamCreated = created;
            consumerCreated = ofConsumer;
            claimed = fresh;
        }
    }

    private static ByteBuffer snapshot(Instant stream, Instant consumer, ClaimedSequences all) {
        synchronized (all) {
            StreamPosition floor = all.floor();
            ByteBuffer records = ByteBuffer.allocate(Math.toIntExact((HEAD.length + all.size()) * RecordFile.SIZE));
            RecordFile.put(records, STREAM, 0, 0, SequenceSet.nanos(stream));
            RecordFile.put(records, CONSUMER, 0, 0, SequenceSet.nanos(consumer));
            RecordFile.put(records, FLOOR, 0, floor.sequence(), SequenceSet.nanos(floor.storedAt()));
            all.forEach((sequence, time) -> RecordFile.put(records, DONE, 0, sequence, time));
            return records.flip();
        }
    }

    @Override
    public CompletionStage<Verdict> claim(StreamPosition position) {
        return closed ? CompletableFuture.failedFuture(STORES.closed(file.path()))
                : CompletableFuture.completedFuture(claimed.claim(position));
    }

    @Override
    public CompletionStage<Void> done(StreamPosition position) {
        return append(DONE, position);
    }

    @Override
    public CompletionStage<Void> dead(StreamPosition position) {
        return append(DEAD, position);
    }

    private CompletionStage<Void> append(byte kind, StreamPosition position) {
        CompletableFuture<Void> written = new CompletableFuture<>();
        boolean first;
        synchronized (this) {
            waiting.add(new Append(kind, position, written));
            first = !writing;
            writing = true;
        }
        if (first) {
            disk.execute(this::write);
        }
        return written;
    }

    /** On a worker: as long as some gather. */
    private void write() {
        while (true) {
            List<Append> now;
            synchronized (this) {
                if (waiting.isEmpty()) {
                    writing = false;
                    return;
                }
                now = waiting;
                waiting = new ArrayList<>();
            }
            IOException failure = write(now);
            for (Append one : now) {
                if (failure == null) {
                    one.written().complete(null);
                } else {
                    one.written().completeExceptionally(failure);
                }
            }
        }
    }

    private IOException write(List<Append> appends) {
        ByteBuffer records = ByteBuffer.allocate(appends.size() * RecordFile.SIZE);
        for (int place = 0; place < appends.size(); place++) {
            Append one = appends.get(place);
            RecordFile.put(records, one.kind(), place, one.position().sequence(),
                    SequenceSet.nanos(one.position().storedAt()));
        }
        synchronized (io) {
            if (closed) {
                return STORES.closed(file.path());
            }
            try {
                file.append(records.flip());
                appends.forEach(one -> claimed.add(one.position()));
                return null;
            } catch (IOException e) {
                return e;
            }
        }
    }

    @Override
    public void release(StreamPosition position) {
        claimed.release(position);
    }

    @Override
    public void compact(long floor, Instant ofConsumer) throws IOException {
        synchronized (io) {
            if (closed || !behind && floor <= claimed.floor().sequence() && ofConsumer.equals(consumerCreated)) {
                return;
            }
            behind = true;
            consumerCreated = ofConsumer;
            claimed.raise(floor);
            file.replace(snapshot(streamCreated, ofConsumer, claimed));
            behind = false;
        }
    }

    @Override
    public long entries() {
        return claimed.size();
    }

    @Override
    public void close() {
        synchronized (io) {
            closed = true;
            // Its channel is closed last: that frees the lock.
            try (Channel free = lock.acquiredBy(); RecordFile ended = file) {
                STORE_LOG.debugf("closed %s and freed %s", ended.path(), free);
            } catch (IOException e) {
                STORE_LOG.debug("the file of the sequence store was not closed in order", e);
            }
        }
    }
}
