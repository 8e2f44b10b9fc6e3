package io.quarkiverse.messaging.nats.runtime.sequence;

import java.util.HashSet;
import java.util.Set;

import io.quarkiverse.messaging.nats.spi.ProcessedSequences.Verdict;
import io.quarkiverse.messaging.nats.spi.StreamPosition;

/**
 * A {@link SequenceSet} and what is worked on in this process at the moment. Thread safe. Bounded: where so many are kept
 * above the floor as are allowed, nothing new is claimed until the floor rises.
 */
public final class ClaimedSequences {

    private final SequenceSet set;
    private final int most;
    private final Set<Long> running = new HashSet<>();

    /**
     * @param set what is done with
     * @param most how many are kept above the floor
     */
    public ClaimedSequences(SequenceSet set, int most) {
        this.set = set;
        this.most = most;
    }

    /**
     * @param position a message
     * @return the verdict; where it is {@code PROCESS} it now counts as worked on
     */
    public synchronized Verdict claim(StreamPosition position) {
        Verdict verdict = set.verdict(position);
        if (verdict != Verdict.PROCESS) {
            return verdict;
        }
        boolean room = set.size() + running.size() < most;
        return room && running.add(position.sequence()) ? Verdict.PROCESS : Verdict.BUSY;
    }

    /**
     * @param position a message that is done with
     */
    public synchronized void add(StreamPosition position) {
        running.remove(position.sequence());
        set.add(position);
    }

    /**
     * @param position a message that is not worked on any more
     */
    public synchronized void release(StreamPosition position) {
        running.remove(position.sequence());
    }

    /**
     * @param floor the new floor
     */
    public synchronized void raise(long floor) {
        set.raise(floor);
    }

    /** @return the floor */
    public synchronized StreamPosition floor() {
        return set.floor();
    }

    /** @return the highest message that is done with, or the floor */
    public synchronized StreamPosition highest() {
        return set.highest();
    }

    /** @return how many are kept above the floor */
    public synchronized long size() {
        return set.size();
    }

    /**
     * @param visitor gets all above the floor, in order; it holds up the others meanwhile
     */
    public synchronized void forEach(SequenceSet.Visitor visitor) {
        set.forEach(visitor);
    }
}
