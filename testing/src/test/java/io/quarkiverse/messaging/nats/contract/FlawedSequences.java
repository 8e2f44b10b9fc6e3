package io.quarkiverse.messaging.nats.contract;

import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

import io.quarkiverse.messaging.nats.spi.ConsumerKey;
import io.quarkiverse.messaging.nats.spi.ProcessedSequences;
import io.quarkiverse.messaging.nats.spi.StreamPosition;

/** A record with at most one thing wrong. Its "disk" is a map, so that it outlives a restart and may be made to fail. */
final class FlawedSequences implements ProcessedSequences {

    enum Flaw {
        NONE,
        WATERMARK,
        NO_FINGERPRINT,
        NO_FINGERPRINT_BELOW_THE_FLOOR,
        INCARNATION_IS_NOT_KEPT,
        BEGINS_WITHOUT_FORGETTING,
        BEGINS_TWICE,
        FORGETS_AT_RESTART,
        LOWERS_THE_FLOOR,
        NEVER_FORGETS,
        FORGETS_WHAT_IS_ABOVE,
        CLAIMS_TWICE,
        KEEPS_WHAT_WAS_RELEASED,
        PROCESSES_WHAT_WAS_PUT_ASIDE,
        ONE_RECORD_FOR_ALL,
        RECORDS_WHAT_FAILED,
        NEVER_RECOVERS
    }

    /** What outlives a restart. */
    static final class Disk {
        Instant streamCreated;
        Instant consumerCreated;
        StreamPosition floor;
        final TreeMap<Long, StreamPosition> done = new TreeMap<>();
        final Set<Long> running = new HashSet<>();
    }

    private final Flaw flaw;
    private final Disk disk;
    private final Map<String, Boolean> broken;
    private final Set<Long> mine = new HashSet<>();

    FlawedSequences(Flaw flaw, ConsumerKey of, Map<String, Disk> disks, Map<String, Boolean> broken) {
        this.flaw = flaw;
        this.broken = broken;
        String id = flaw == Flaw.ONE_RECORD_FOR_ALL ? of.stream() : of.id();
        this.disk = flaw == Flaw.FORGETS_AT_RESTART ? new Disk() : disks.computeIfAbsent(id, name -> new Disk());
    }

    @Override
    public Known known() {
        synchronized (disk) {
            StreamPosition highest = disk.done.isEmpty() ? disk.floor : disk.done.lastEntry().getValue();
            return disk.floor == null ? null : new Known(disk.streamCreated, disk.consumerCreated, disk.floor, highest);
        }
    }

    @Override
    public void begin(Known replaced, Instant stream, Instant consumer, StreamPosition from) {
        synchronized (disk) {
            if (flaw != Flaw.BEGINS_TWICE && !Known.isSame(known(), replaced)) {
                return;
            }
            disk.streamCreated = flaw == Flaw.INCARNATION_IS_NOT_KEPT ? Instant.EPOCH : stream;
            disk.consumerCreated = consumer;
            disk.floor = from;
            if (flaw != Flaw.BEGINS_WITHOUT_FORGETTING) {
                disk.done.clear();
            }
        }
    }

    private boolean isBroken() {
        return broken.containsKey("now") || flaw == Flaw.NEVER_RECOVERS && broken.containsKey("once");
    }

    @Override
    public CompletionStage<Verdict> claim(StreamPosition position) {
        synchronized (disk) {
            Verdict verdict = verdict(position);
            if (verdict == Verdict.PROCESS && !disk.running.add(position.sequence()) && flaw != Flaw.CLAIMS_TWICE) {
                return CompletableFuture.completedFuture(Verdict.BUSY);
            }
            if (verdict == Verdict.PROCESS) {
                mine.add(position.sequence());
            }
            return CompletableFuture.completedFuture(verdict);
        }
    }

    private Verdict verdict(StreamPosition position) {
        if (position.sequence() <= disk.floor.sequence()) {
            boolean later = position.storedAt().isAfter(disk.floor.storedAt());
            return later && flaw != Flaw.NO_FINGERPRINT_BELOW_THE_FLOOR && flaw != Flaw.NO_FINGERPRINT ? Verdict.FOREIGN
                    : Verdict.DONE;
        }
        if (flaw == Flaw.WATERMARK) {
            return !disk.done.isEmpty() && position.sequence() <= disk.done.lastKey() ? Verdict.DONE : Verdict.PROCESS;
        }
        StreamPosition known = disk.done.get(position.sequence());
        return known == null ? Verdict.PROCESS
                : known.equals(position) || flaw == Flaw.NO_FINGERPRINT ? Verdict.DONE : Verdict.FOREIGN;
    }

    private CompletionStage<Void> record(StreamPosition position, Consumer<StreamPosition> write) {
        if (isBroken()) {
            if (flaw == Flaw.RECORDS_WHAT_FAILED) {
                write.accept(position);
            }
            return CompletableFuture.failedFuture(new IllegalStateException("the disk is full"));
        }
        write.accept(position);
        disk.running.remove(position.sequence());
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> done(StreamPosition position) {
        synchronized (disk) {
            return record(position, one -> disk.done.put(one.sequence(), one));
        }
    }

    @Override
    public CompletionStage<Void> dead(StreamPosition position) {
        synchronized (disk) {
            return record(position, one -> {
                if (flaw != Flaw.PROCESSES_WHAT_WAS_PUT_ASIDE) {
                    disk.done.put(one.sequence(), one);
                }
            });
        }
    }

    @Override
    public void release(StreamPosition position) {
        synchronized (disk) {
            if (flaw != Flaw.KEEPS_WHAT_WAS_RELEASED) {
                disk.running.remove(position.sequence());
            }
        }
    }

    @Override
    public void compact(long to, Instant consumer) {
        synchronized (disk) {
            disk.consumerCreated = consumer;
            if (to <= disk.floor.sequence() && flaw != Flaw.LOWERS_THE_FLOOR) {
                return;
            }
            Instant latest = disk.done.headMap(to, true).values().stream().map(StreamPosition::storedAt).max(Instant::compareTo)
                    .filter(time -> time.isAfter(disk.floor.storedAt())).orElse(disk.floor.storedAt());
            disk.floor = new StreamPosition(to, latest);
            if (flaw == Flaw.FORGETS_WHAT_IS_ABOVE) {
                disk.done.clear();
            } else if (flaw != Flaw.NEVER_FORGETS) {
                disk.done.headMap(to, true).clear();
            }
        }
    }

    @Override
    public long entries() {
        synchronized (disk) {
            return disk.done.size();
        }
    }

    @Override
    public void close() {
        synchronized (disk) {
            disk.running.removeAll(mine);
        }
    }
}
