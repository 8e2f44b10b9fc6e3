package io.quarkiverse.messaging.nats.runtime.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;

import org.junit.jupiter.api.Test;

import io.quarkiverse.messaging.nats.contract.SequenceStoreContract;
import io.quarkiverse.messaging.nats.spi.ConsumerKey;
import io.quarkiverse.messaging.nats.spi.ProcessedSequences;
import io.quarkiverse.messaging.nats.spi.StreamPosition;

/** The store {@code memory} keeps the contract, and its bound. */
class MemoryStoreTest extends SequenceStoreContract {

    @Override
    protected ProcessedSequences open(ConsumerKey of) {
        return new MemorySequenceStore.InMemory(100_000);
    }

    @Override
    protected boolean outlivesTheProcess() {
        return false;
    }

    @Test
    void whenItIsFullWhatIsNewWaits() throws Exception {
        ProcessedSequences record = new MemorySequenceStore.InMemory(3);
        record.begin(null, CREATED, CONSUMER, new StreamPosition(0, Instant.EPOCH));
        for (int i = 2; i <= 4; i++) {
            assertThat(process(record, message(i))).isEqualTo(ProcessedSequences.Verdict.PROCESS);
        }
        assertThat(ask(record, message(5))).isEqualTo(ProcessedSequences.Verdict.BUSY);
        assertThat(ask(record, message(3))).isEqualTo(ProcessedSequences.Verdict.DONE);
        record.compact(3, CONSUMER);
        assertThat(ask(record, message(5))).isEqualTo(ProcessedSequences.Verdict.PROCESS);
    }
}
