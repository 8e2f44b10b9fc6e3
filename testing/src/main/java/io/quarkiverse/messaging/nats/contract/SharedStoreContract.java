package io.quarkiverse.messaging.nats.contract;

import static io.quarkiverse.messaging.nats.spi.ProcessedSequences.Verdict.DONE;
import static io.quarkiverse.messaging.nats.spi.ProcessedSequences.Verdict.PROCESS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import io.quarkiverse.messaging.nats.spi.ProcessedSequences;

/**
 * What a store must do that all instances of an application share: here each {@link #open} is another instance, while the first
 * goes on.
 */
public abstract class SharedStoreContract extends SequenceStoreContract {

    private ProcessedSequences opened() throws Exception {
        ProcessedSequences record = open(key);
        record.known();
        return record;
    }

    @Test
    void anotherInstanceKnowsWhatWasProcessed() throws Exception {
        ProcessedSequences first = begun();
        ProcessedSequences second = opened();
        assertThat(process(first, message(2))).isEqualTo(PROCESS);
        assertThat(process(second, message(2))).isEqualTo(DONE);
        assertThat(process(second, message(1))).isEqualTo(PROCESS);
        assertThat(process(first, message(1))).isEqualTo(DONE);
        first.close();
        assertThat(process(second, message(2))).isEqualTo(DONE);
        second.close();
    }

    @Test
    void ofRivalInstancesOneProcesses() throws Exception {
        List<ProcessedSequences> instances = new ArrayList<>(List.of(begun(), opened(), opened()));
        AtomicInteger turn = new AtomicInteger();
        Rivals.compete(sequence -> process(instances.get(turn.incrementAndGet() % 3), message(sequence)),
                sequence -> ask(instances.get(turn.incrementAndGet() % 3), message(sequence)));
        assertThat(instances.get(0).entries()).isEqualTo(Rivals.MESSAGES);
        instances.forEach(ProcessedSequences::close);
    }

    /** One that was frozen, or has not compacted for itself, must not take what was forgotten for new. */
    @Test
    void whatAnotherInstanceHasForgottenStaysDone() throws Exception {
        ProcessedSequences first = begun();
        ProcessedSequences late = opened();
        for (long sequence = 1; sequence <= 5; sequence++) {
            process(first, message(sequence));
        }
        first.compact(5, CONSUMER);
        assertThat(process(late, message(3))).isEqualTo(DONE);
        assertThat(process(late, message(6))).isEqualTo(PROCESS);
        late.compact(2, CONSUMER);
        assertThat(first.known().floor().sequence()).as("never lowered").isEqualTo(5);
        first.close();
        late.close();
    }

    @Test
    void instancesCompactAtTheSameTime() throws Exception {
        List<ProcessedSequences> instances = List.of(begun(), opened(), opened());
        for (long sequence = 1; sequence <= 12; sequence++) {
            process(instances.get((int) sequence % 3), message(sequence));
        }
        for (long floor = 2; floor <= 10; floor += 2) {
            long to = floor;
            List<CompletableFuture<Void>> rounds = instances.stream().map(one -> CompletableFuture.runAsync(() -> {
                try {
                    one.compact(to, CONSUMER);
                } catch (Exception e) {
                    throw new CompletionException(e);
                }
            }, task -> new Thread(task).start())).toList();
            for (CompletableFuture<Void> round : rounds) {
                round.get(30, TimeUnit.SECONDS);
            }
        }
        for (ProcessedSequences one : instances) {
            assertThat(one.known().floor()).isEqualTo(message(10));
            assertThat(process(one, message(11))).isEqualTo(DONE);
            assertThat(process(one, message(10))).isEqualTo(DONE);
            assertThat(one.entries()).isEqualTo(2);
        }
        assertThat(process(instances.get(0), message(13))).isEqualTo(PROCESS);
        instances.forEach(ProcessedSequences::close);
    }
}
