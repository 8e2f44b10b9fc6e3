package io.quarkiverse.messaging.nats.runtime.sequence;

import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

import io.quarkiverse.messaging.nats.spi.ProcessedSequences.Verdict;
import io.quarkiverse.messaging.nats.spi.StreamPosition;

/**
 * Pure: a floor and the set above it, with the time at which each message was stored as its fingerprint. Pages of 128
 * sequences, so that about 8 bytes are kept for each where they lie close together. Not thread safe.
 */
public final class SequenceSet {

    private static final int PAGE = 128;
    private static final long NANOS = 1_000_000_000L;

    /** The times of a page's sequences, 0 where the sequence is not in the set. */
    private static final class Page {
        final long[] times = new long[PAGE];
        int used;
    }

    private final TreeMap<Long, Page> pages = new TreeMap<>();
    private long floor;
    private long floorTime;
    private long size;

    /**
     * @param floor up to where everything is done with
     */
    public SequenceSet(StreamPosition floor) {
        this.floor = floor.sequence();
        this.floorTime = nanos(floor.storedAt());
    }

    /**
     * @param time an instant from 1970 to 2262
     * @return the same in nanoseconds since 1970
     */
    public static long nanos(Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), NANOS), time.getNano());
    }

    /**
     * @param nanos nanoseconds since 1970
     * @return the same as an instant
     */
    public static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
    }

    /**
     * @param position a message
     * @return {@code PROCESS} where it is not known, {@code DONE}, or {@code FOREIGN} where another message is known by its
     *         sequence
     */
    public Verdict verdict(StreamPosition position) {
        long time = nanos(position.storedAt());
        if (position.sequence() <= floor) {
            // Every message below the floor was stored before the last one that was recorded there.
            return time > floorTime ? Verdict.FOREIGN : Verdict.DONE;
        }
        Page page = pages.get(position.sequence() / PAGE);
        long known = page == null ? 0 : page.times[(int) (position.sequence() % PAGE)];
        return known == 0 ? Verdict.PROCESS : known == time ? Verdict.DONE : Verdict.FOREIGN;
    }

    /**
     * @param position a message that is done with; ignored below the floor
     */
    public void add(StreamPosition position) {
        if (position.sequence() <= floor) {
            return;
        }
        Page page = pages.computeIfAbsent(position.sequence() / PAGE, number -> new Page());
        int index = (int) (position.sequence() % PAGE);
        if (page.times[index] == 0) {
            page.used++;
            size++;
        }
        page.times[index] = Math.max(1, nanos(position.storedAt()));
    }

    /**
     * Raises the floor and forgets what is below it.
     *
     * @param newFloor ignored where it is not above the floor
     */
    public void raise(long newFloor) {
        if (newFloor <= floor) {
            return;
        }
        Iterator<Map.Entry<Long, Page>> lowest = pages.entrySet().iterator();
        while (lowest.hasNext()) {
            Map.Entry<Long, Page> entry = lowest.next();
            long first = entry.getKey() * PAGE;
            if (first > newFloor) {
                break;
            }
            Page page = entry.getValue();
            for (int i = 0; i < PAGE && first + i <= newFloor; i++) {
                if (page.times[i] != 0) {
                    floorTime = Math.max(floorTime, page.times[i]);
                    page.times[i] = 0;
                    page.used--;
                    size--;
                }
            }
            if (page.used == 0) {
                lowest.remove();
            }
        }
        floor = newFloor;
    }

    /** @return up to where everything is done with; its time is the latest of those below it */
    public StreamPosition floor() {
        return new StreamPosition(floor, instant(floorTime));
    }

    /** @return the highest message of the set, or the floor */
    public StreamPosition highest() {
        if (pages.isEmpty()) {
            return floor();
        }
        Map.Entry<Long, Page> last = pages.lastEntry();
        for (int i = PAGE - 1;; i--) {
            if (last.getValue().times[i] != 0) {
                return new StreamPosition(last.getKey() * PAGE + i, instant(last.getValue().times[i]));
            }
        }
    }

    /** @return how many are kept above the floor */
    public long size() {
        return size;
    }

    /** What {@link #forEach} gives them to. */
    public interface Visitor {
        /**
         * @param sequence a sequence of the set
         * @param storedAt when its message was stored, in nanoseconds since 1970
         */
        void visit(long sequence, long storedAt);
    }

    /**
     * @param visitor gets all above the floor, in order
     */
    public void forEach(Visitor visitor) {
        pages.forEach((number, page) -> {
            for (int i = 0; i < PAGE; i++) {
                if (page.times[i] != 0) {
                    visitor.visit(number * PAGE + i, page.times[i]);
                }
            }
        });
    }
}
