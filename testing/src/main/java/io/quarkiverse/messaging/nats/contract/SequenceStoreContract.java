package io.quarkiverse.messaging.nats.contract;

import static io.quarkiverse.messaging.nats.spi.ProcessedSequences.Verdict.BUSY;
import static io.quarkiverse.messaging.nats.spi.ProcessedSequences.Verdict.DONE;
import static io.quarkiverse.messaging.nats.spi.ProcessedSequences.Verdict.FOREIGN;
import static io.quarkiverse.messaging.nats.spi.ProcessedSequences.Verdict.PROCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;

import io.quarkiverse.messaging.nats.spi.ConsumerKey;
import io.quarkiverse.messaging.nats.spi.ProcessedSequences;
import io.quarkiverse.messaging.nats.spi.ProcessedSequences.Known;
import io.quarkiverse.messaging.nats.spi.ProcessedSequences.Verdict;
import io.quarkiverse.messaging.nats.spi.StreamPosition;

/**
 * What a sequence store must do. Extend it for a store of your own, or {@link SharedStoreContract} where it is shared; each
 * test
 * asks for the record of a key that no other one uses.
 */
public abstract class SequenceStoreContract {

    /** When the streams of the tests were created. */
    protected static final Instant CREATED = Instant.parse("2026-11-24T05:00:00.123456789Z");
    /** When their consumers were created. */
    protected static final Instant CONSUMER = Instant.parse("2026-11-24T05:00:01.000000001Z");
    private static final AtomicInteger KEYS = new AtomicInteger();
    private static final StreamPosition NOTHING = new StreamPosition(0, Instant.EPOCH);

    ConsumerKey key;

    /**
     * Opens a record, also one that was open before: as after a restart of the process.
     *
     * @param of whose record
     * @return the record
     * @throws Exception fails the test
     */
    protected abstract ProcessedSequences open(ConsumerKey of) throws Exception;

    /** @return whether a record outlives the process */
    protected boolean outlivesTheProcess() {
        return true;
    }

    /**
     * Asks whether a message is to be processed, and takes that back; a store that asks in the method's transaction does it
     * here.
     *
     * @param record the record
     * @param position the message
     * @return the verdict
     * @throws Exception fails the test
     */
    protected Verdict ask(ProcessedSequences record, StreamPosition position) throws Exception {
        Verdict verdict = claim(record, position);
        if (verdict == PROCESS) {
            record.release(position);
        }
        return verdict;
    }

    /**
     * Processes a message if it is to be processed; a store that records in the method's transaction does it here.
     *
     * @param record the record
     * @param position the message
     * @return the verdict
     * @throws Exception fails the test
     */
    protected Verdict process(ProcessedSequences record, StreamPosition position) throws Exception {
        Verdict verdict = claim(record, position);
        if (verdict == PROCESS) {
            LockSupport.parkNanos(100_000); // a method takes its time
            record.done(position).toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
        return verdict;
    }

    /**
     * Makes the store fail, or work again.
     *
     * @param failing whether it is to fail
     * @return whether that can be done
     * @throws Exception fails the test
     */
    protected boolean makeFail(boolean failing) throws Exception {
        return false;
    }

    static Verdict claim(ProcessedSequences record, StreamPosition position) throws Exception {
        return record.claim(position).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    /**
     * @param sequence its sequence
     * @return a message, stored a millisecond after the one before
     */
    protected static StreamPosition message(long sequence) {
        return new StreamPosition(sequence, CREATED.plusNanos(sequence * 1_000_001));
    }

    static StreamPosition another(long sequence) {
        return new StreamPosition(sequence, message(sequence).storedAt().plusSeconds(3600).plusNanos(1));
    }

    final ProcessedSequences begun() throws Exception {
        key = new ConsumerKey("STREAM" + System.nanoTime(), "durable" + KEYS.incrementAndGet());
        ProcessedSequences record = open(key);
        assertThat(record.known()).isNull();
        record.begin(null, CREATED, CONSUMER, NOTHING);
        return record;
    }

    private Verdict insist(ProcessedSequences record, StreamPosition position) throws Exception {
        Verdict verdict = process(record, position);
        for (int i = 0; verdict == BUSY && i < 100; i++) {
            verdict = process(record, position);
        }
        return verdict;
    }

    final ProcessedSequences restarted(ProcessedSequences record) throws Exception {
        record.close();
        return open(key);
    }

    @Test
    void whatIsProcessedIsDone() throws Exception {
        ProcessedSequences record = begun();
        assertThat(process(record, message(1))).isEqualTo(PROCESS);
        assertThat(process(record, message(1))).isEqualTo(DONE);
        assertThat(ask(record, message(2))).isEqualTo(PROCESS);
        record.close();
    }

    @Test
    void whatWasReleasedMayBeProcessed() throws Exception {
        ProcessedSequences record = begun();
        assertThat(ask(record, message(1))).isEqualTo(PROCESS);
        assertThat(process(record, message(1))).isEqualTo(PROCESS);
        record.close();
    }

    @Test
    void aFailedMessageStaysOpenBelowOthers() throws Exception {
        ProcessedSequences record = begun();
        for (long sequence = 40; sequence > 1; sequence--) {
            assertThat(process(record, message(sequence))).isEqualTo(PROCESS);
        }
        assertThat(ask(record, message(1))).isEqualTo(PROCESS);
        record.compact(0, CONSUMER);
        assertThat(ask(record, message(1))).isEqualTo(PROCESS);
        assertThat(process(record, message(1))).isEqualTo(PROCESS);
        record.close();
    }

    @Test
    void whatIsPutAsideIsDone() throws Exception {
        ProcessedSequences record = begun();
        claim(record, message(1));
        record.dead(message(1)).toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertThat(ask(record, message(1))).isEqualTo(DONE);
        record.close();
    }

    @Test
    void compactionRaisesTheFloorAndKeepsWhatIsAbove() throws Exception {
        ProcessedSequences record = begun();
        for (long sequence : List.of(1, 2, 3, 5, 9)) {
            process(record, message(sequence));
        }
        assertThat(record.entries()).isEqualTo(5);
        record.compact(4, CONSUMER);
        assertThat(record.entries()).isEqualTo(2);
        assertThat(record.known().floor()).isEqualTo(new StreamPosition(4, message(3).storedAt()));
        assertThat(record.known().highest()).isEqualTo(message(9));
        assertThat(ask(record, message(2))).isEqualTo(DONE);
        assertThat(ask(record, message(5))).isEqualTo(DONE);
        assertThat(ask(record, message(6))).isEqualTo(PROCESS);
        record.compact(2, CONSUMER);
        assertThat(record.known().floor().sequence()).as("never lowered").isEqualTo(4);
        assertThat(ask(record, message(3))).isEqualTo(DONE);
        record.close();
    }

    @Test
    void anotherMessageByTheSameSequenceIsForeign() throws Exception {
        ProcessedSequences record = begun();
        process(record, message(1));
        process(record, message(2));
        process(record, message(4));
        assertThat(ask(record, another(4))).isEqualTo(FOREIGN);
        record.compact(2, CONSUMER);
        assertThat(ask(record, another(4))).isEqualTo(FOREIGN);
        assertThat(ask(record, another(2))).as("below the floor").isEqualTo(FOREIGN);
        assertThat(ask(record, message(1))).isEqualTo(DONE);
        record.close();
    }

    @Test
    void aRestartForgetsNothing() throws Exception {
        assumeTrue(outlivesTheProcess());
        ProcessedSequences record = begun();
        for (long sequence : List.of(1, 2, 5)) {
            process(record, message(sequence));
        }
        claim(record, message(6));
        record.dead(message(6)).toCompletableFuture().get(10, TimeUnit.SECONDS);
        record = restarted(record);
        assertThat(record.known()).isEqualTo(new Known(CREATED, CONSUMER, NOTHING, message(6)));
        assertThat(ask(record, message(5))).isEqualTo(DONE);
        assertThat(ask(record, message(6))).isEqualTo(DONE);
        assertThat(ask(record, another(5))).isEqualTo(FOREIGN);
        assertThat(ask(record, message(3))).isEqualTo(PROCESS);
        record.compact(2, CONSUMER.plusSeconds(1));
        record = restarted(record);
        assertThat(record.known()).isEqualTo(new Known(CREATED, CONSUMER.plusSeconds(1),
                new StreamPosition(2, message(2).storedAt()), message(6)));
        assertThat(ask(record, message(1))).isEqualTo(DONE);
        record.close();
    }

    @Test
    void whatAnOperatorAcceptsBeginsAnew() throws Exception {
        ProcessedSequences record = begun();
        process(record, message(1));
        process(record, message(7));
        Known before = record.known();
        Instant recreated = CREATED.plusSeconds(600);
        record.begin(before, recreated, CONSUMER.plusSeconds(600), new StreamPosition(3, message(3).storedAt()));
        assertThat(record.known().streamCreated()).isEqualTo(recreated);
        assertThat(record.known().highest().sequence()).isEqualTo(3);
        assertThat(process(record, another(7))).isEqualTo(PROCESS);
        assertThat(ask(record, message(2))).isEqualTo(DONE);
        // Another instance accepts the same a moment later: what was processed meanwhile stays.
        record.begin(before, recreated, CONSUMER.plusSeconds(600), new StreamPosition(3, message(3).storedAt()));
        assertThat(ask(record, another(7))).isEqualTo(DONE);
        record.close();
    }

    @Test
    void recordsAreApart() throws Exception {
        ProcessedSequences record = begun();
        process(record, message(1));
        ProcessedSequences other = open(new ConsumerKey(key.stream(), key.consumer() + "_other"));
        other.begin(null, CREATED, CONSUMER, NOTHING);
        assertThat(ask(other, message(1))).isEqualTo(PROCESS);
        other.close();
        record.close();
    }

    /** Whatever the interleaving: of rivals for a message exactly one processes it. */
    @Test
    void ofRivalsOneProcesses() throws Exception {
        ProcessedSequences record = begun();
        Rivals.compete(sequence -> process(record, message(sequence)), sequence -> ask(record, message(sequence)));
        assertThat(record.entries()).isEqualTo(Rivals.MESSAGES);
        record.close();
    }

    /** Failures, duplicates, reused sequences, compactions and restarts in a random order, compared with a model. */
    @Test
    void itSaysWhatAModelSays() throws Exception {
        new Histories(this).run();
    }

    @Test
    void aStoreThatFailsSaysSoAndRecovers() throws Exception {
        ProcessedSequences record = begun();
        process(record, message(1));
        assumeTrue(makeFail(true), "this store can't be made to fail here");
        assertThatThrownBy(() -> process(record, message(2))).isInstanceOf(Exception.class);
        makeFail(false);
        assertThat(insist(record, message(3))).isEqualTo(PROCESS);
        assertThat(ask(record, message(1))).isEqualTo(DONE);
        assumeTrue(outlivesTheProcess());
        ProcessedSequences after = restarted(record);
        assertThat(ask(after, message(3))).isEqualTo(DONE);
        assertThat(ask(after, message(2))).as("nothing is recorded of which it was said that it failed").isNotEqualTo(DONE);
        after.close();
    }
}
