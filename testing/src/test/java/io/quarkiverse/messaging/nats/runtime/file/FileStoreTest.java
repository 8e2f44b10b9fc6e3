package io.quarkiverse.messaging.nats.runtime.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.messaging.nats.contract.SequenceStoreContract;
import io.quarkiverse.messaging.nats.spi.ConsumerKey;
import io.quarkiverse.messaging.nats.spi.ProcessedSequences;
import io.quarkiverse.messaging.nats.spi.StreamPosition;

/** The store {@code file} keeps the contract, and what a crash may leave of its file. */
class FileStoreTest extends SequenceStoreContract {

    private static final ConsumerKey ORDERS = new ConsumerKey("ORDERS", "shop");

    @TempDir
    Path directory;

    @Override
    protected ProcessedSequences open(ConsumerKey of) throws Exception {
        return FileSequenceStore.open("orders", directory, of.id(), 100_000);
    }

    private ProcessedSequences withThree() throws Exception {
        ProcessedSequences record = open(ORDERS);
        record.begin(null, CREATED, CONSUMER, new StreamPosition(0, CREATED));
        for (int i = 1; i <= 3; i++) {
            process(record, message(i));
        }
        return record;
    }

    private Path file() {
        return directory.resolve("ORDERS.shop.log");
    }

    @Test
    void whatWasNotWrittenToTheEndIsDropped() throws Exception {
        withThree().close();
        long whole = Files.size(file());
        for (int cut = 1; cut < RecordFile.SIZE; cut++) {
            try (RandomAccessFile torn = new RandomAccessFile(file().toFile(), "rw")) {
                torn.setLength(whole - cut);
            }
            ProcessedSequences record = open(ORDERS);
            assertThat(ask(record, message(2))).isEqualTo(ProcessedSequences.Verdict.DONE);
            assertThat(process(record, message(3))).as("cut by %d", cut).isEqualTo(ProcessedSequences.Verdict.PROCESS);
            record.close();
            assertThat(Files.size(file())).isEqualTo(whole);
        }
    }

    @Test
    void damageBeforeWholeRecordsIsAnError() throws Exception {
        withThree().close();
        try (RandomAccessFile damaged = new RandomAccessFile(file().toFile(), "rw")) {
            damaged.seek(3L * RecordFile.SIZE + 20);
            damaged.write(0x55);
        }
        assertThatThrownBy(() -> open(ORDERS)).hasMessageContaining("Channel `orders`: the file `" + file()
                + "` of the sequence store is damaged at byte " + 3 * RecordFile.SIZE + ", with whole records after it");
    }

    @Test
    void oneHoldsItAtATime() throws Exception {
        ProcessedSequences first = withThree();
        assertThatThrownBy(() -> open(ORDERS)).hasMessageContaining("Channel `orders`: the file `" + file()
                + "` of the sequence store is in use by another process, or by another channel");
        first.close();
        open(ORDERS).close();
    }

    @Test
    void aClosedOneRecordsNothing() throws Exception {
        ProcessedSequences first = withThree();
        first.claim(message(4));
        first.close();
        ProcessedSequences second = open(ORDERS);
        assertThatThrownBy(() -> first.done(message(4)).toCompletableFuture().get(5, TimeUnit.SECONDS))
                .hasMessageContaining("is closed");
        assertThat(ask(second, message(4))).isEqualTo(ProcessedSequences.Verdict.PROCESS);
        second.close();
    }

    @Test
    void aCompactionMakesTheFileSmaller() throws Exception {
        ProcessedSequences record = withThree();
        long before = Files.size(file());
        record.compact(3, CONSUMER);
        assertThat(Files.size(file())).isEqualTo(before - 3L * RecordFile.SIZE);
        process(record, message(4));
        record.close();
        record = open(ORDERS);
        assertThat(ask(record, message(4))).isEqualTo(ProcessedSequences.Verdict.DONE);
        assertThat(record.known().floor().sequence()).isEqualTo(3);
        record.close();
    }
}
