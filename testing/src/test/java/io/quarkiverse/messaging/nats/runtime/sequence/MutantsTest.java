package io.quarkiverse.messaging.nats.runtime.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.junit.jupiter.api.Test;

import io.quarkiverse.messaging.nats.runtime.sequence.RecordCheck.Facts;
import io.quarkiverse.messaging.nats.runtime.sequence.RecordCheck.Lookup;
import io.quarkiverse.messaging.nats.spi.ProcessedSequences;
import io.quarkiverse.messaging.nats.spi.ProcessedSequences.Known;
import io.quarkiverse.messaging.nats.spi.ProcessedSequences.Verdict;
import io.quarkiverse.messaging.nats.spi.StreamPosition;

/**
 * Each rule of the record broken once, in an interleaving that convicts the broken one and acquits the right one. The mutants
 * that
 * need a database are in {@code JdbcMutantsTest}.
 */
class MutantsTest {

    private static final Instant CREATED = Instant.parse("2026-11-24T05:00:00Z");

    private final Map<Long, Integer> effects = new TreeMap<>();

    private static ProcessedSequences right() {
        MemorySequenceStore.InMemory record = new MemorySequenceStore.InMemory(1000);
        record.begin(null, CREATED, CREATED, new StreamPosition(0, Instant.EPOCH));
        return record;
    }

    private static StreamPosition message(long sequence) {
        return new StreamPosition(sequence, CREATED.plusMillis(sequence));
    }

    private void effect(StreamPosition position) {
        effects.merge(position.sequence(), 1, Integer::sum);
    }

    /** A delivery as the channel handles it: asked, done, recorded. */
    private void deliver(ProcessedSequences record, StreamPosition position) {
        if (record.claim(position).toCompletableFuture().join() == Verdict.PROCESS) {
            effect(position);
            record.done(position);
        }
    }

    /** Keeps the highest only. */
    private static final class Watermark extends Delegate {
        private long highest;

        Watermark() {
            super(right());
        }

        @Override
        public CompletionStage<Verdict> claim(StreamPosition position) {
            return CompletableFuture.completedFuture(position.sequence() > highest ? Verdict.PROCESS : Verdict.DONE);
        }

        @Override
        public CompletionStage<Void> done(StreamPosition position) {
            highest = Math.max(highest, position.sequence());
            return CompletableFuture.completedFuture(null);
        }
    }

    /** Message 1 fails, 2 to 5 succeed, 1 comes again. */
    private void aFailureBelowSuccesses(ProcessedSequences record) {
        effects.clear();
        if (record.claim(message(1)).toCompletableFuture().join() == Verdict.PROCESS) {
            record.release(message(1));
        }
        for (int i = 2; i <= 5; i++) {
            deliver(record, message(i));
        }
        deliver(record, message(1));
    }

    @Test
    void watermark() {
        aFailureBelowSuccesses(right());
        assertThat(effects).containsOnlyKeys(1L, 2L, 3L, 4L, 5L);
        aFailureBelowSuccesses(new Watermark());
        assertThat(effects).as("the mutant loses message 1").doesNotContainKey(1L);
    }

    @Test
    void recordBeforeEffect() {
        // The process is killed between the two steps; the message comes again.
        ProcessedSequences record = right();
        record.claim(message(1));
        effect(message(1));
        record.release(message(1)); // as the restart forgets who worked on what
        deliver(record, message(1));
        assertThat(effects.get(1L)).as("effect first: at least once").isGreaterThanOrEqualTo(1);
        effects.clear();
        ProcessedSequences mutant = right();
        mutant.claim(message(1));
        mutant.done(message(1));
        deliver(mutant, message(1));
        assertThat(effects).as("the mutant loses the message").isEmpty();
    }

    @Test
    void storeAskedOnlyForRedeliveries() {
        // A killed server delivers what was acknowledged again, with a delivery count of 1.
        ProcessedSequences record = right();
        deliver(record, message(1));
        deliver(record, message(1));
        assertThat(effects).containsEntry(1L, 1);
        effects.clear();
        ProcessedSequences mutant = right();
        for (int delivery = 1; delivery <= 2; delivery++) {
            long deliveryCount = 1;
            if (deliveryCount == 1 || mutant.claim(message(1)).toCompletableFuture().join() == Verdict.PROCESS) {
                effect(message(1));
                mutant.done(message(1));
            }
        }
        assertThat(effects).as("the mutant doubles the effect").containsEntry(1L, 2);
    }

    /** Knows sequences only. */
    private static final class WithoutFingerprint extends Delegate {

        WithoutFingerprint() {
            super(right());
        }

        private static StreamPosition bare(StreamPosition position) {
            return new StreamPosition(position.sequence(), CREATED);
        }

        @Override
        public CompletionStage<Verdict> claim(StreamPosition position) {
            return super.claim(bare(position));
        }

        @Override
        public CompletionStage<Void> done(StreamPosition position) {
            return super.done(bare(position));
        }
    }

    @Test
    void noFingerprint() {
        // The stream loses its end, and gives sequence 3 to a message that nobody has processed.
        StreamPosition another = new StreamPosition(3, CREATED.plusSeconds(60));
        ProcessedSequences record = right();
        deliver(record, message(3));
        assertThat(record.claim(another).toCompletableFuture().join()).isEqualTo(Verdict.FOREIGN);
        ProcessedSequences mutant = new WithoutFingerprint();
        deliver(mutant, message(3));
        assertThat(mutant.claim(another).toCompletableFuture().join()).as("the mutant skips the new message")
                .isEqualTo(Verdict.DONE);
    }

    @Test
    void noIncarnation() throws Exception {
        // The stream is deleted and made anew; its messages are stored by a server whose clock is behind.
        Known known = new Known(CREATED, CREATED, new StreamPosition(100, CREATED.plusSeconds(3600)),
                new StreamPosition(100, CREATED.plusSeconds(3600)));
        Lookup nothing = new Lookup() {
            @Override
            public Instant storedAt(long sequence) {
                return null;
            }

            @Override
            public long nextOwn(long sequence) {
                return Long.MAX_VALUE;
            }
        };
        Instant recreated = CREATED.plusSeconds(60);
        assertThat(new RecordCheck("orders", "file", "key", new Facts("ORDERS", recreated, 200, "shop", CREATED, 0))
                .misfit(known, nothing).sentence()).contains("was created at");
        // The mutant takes the new stream for the old one.
        assertThat(new RecordCheck("orders", "file", "key", new Facts("ORDERS", known.streamCreated(), 200, "shop", CREATED, 0))
                .misfit(known, nothing)).isNull();
        SequenceSet set = new SequenceSet(known.floor());
        assertThat(set.verdict(new StreamPosition(1, recreated.plusSeconds(1)))).as("and skips its new messages")
                .isEqualTo(Verdict.DONE);
    }

    /** Everything as another one does it. */
    private abstract static class Delegate implements ProcessedSequences {

        private final ProcessedSequences other;

        Delegate(ProcessedSequences other) {
            this.other = other;
        }

        @Override
        public Known known() throws Exception {
            return other.known();
        }

        @Override
        public void begin(Known replaced, Instant stream, Instant consumer, StreamPosition floor) throws Exception {
            other.begin(replaced, stream, consumer, floor);
        }

        @Override
        public CompletionStage<Verdict> claim(StreamPosition position) {
            return other.claim(position);
        }

        @Override
        public CompletionStage<Void> done(StreamPosition position) {
            return other.done(position);
        }

        @Override
        public CompletionStage<Void> dead(StreamPosition position) {
            return other.dead(position);
        }

        @Override
        public void release(StreamPosition position) {
            other.release(position);
        }

        @Override
        public void compact(long floor, Instant consumer) throws Exception {
            other.compact(floor, consumer);
        }

        @Override
        public long entries() throws Exception {
            return other.entries();
        }

        @Override
        public void close() {
            other.close();
        }
    }
}
