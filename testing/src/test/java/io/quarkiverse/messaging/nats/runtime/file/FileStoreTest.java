package io.quarkiverse.messaging.nats.runtime.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.messaging.nats.contract.SequenceStoreContract;
import io.quarkiverse.messaging.nats.runtime.sequence.SequenceSet;
import io.quarkiverse.messaging.nats.spi.ConsumerKey;
import io.quarkiverse.messaging.nats.spi.ProcessedSequences;
import io.quarkiverse.messaging.nats.spi.StreamPosition;

/** The store {@code file} keeps the contract, and what a crash may leave of its file. */
class FileStoreTest extends SequenceStoreContract {

    private static final ConsumerKey ORDERS = new ConsumerKey("ORDERS", "shop");

    @TempDir
    Path directory;
    private final FullDisk disk = new FullDisk();

    @Override
    protected ProcessedSequences open(ConsumerKey of) throws Exception {
        return FileSequenceStore.open("orders", directory, of.id(), 100_000, disk);
    }

    @Override
    protected boolean makeFail(boolean failing) {
        disk.full = failing;
        return true;
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

    /** What a power cut left of several records that were written together, and for which nothing was acked. */
    @Test
    void holesInWhatWasWrittenTogetherAreDropped() throws Exception {
        withThree().close();
        long whole = Files.size(file());
        ByteBuffer together = ByteBuffer.allocate(4 * RecordFile.SIZE);
        for (int place = 0; place < 4; place++) {
            RecordFile.put(together, (byte) 'D', place, 4 + place, SequenceSet.nanos(message(4 + place).storedAt()));
        }
        byte[] written = together.array();
        Arrays.fill(written, RecordFile.SIZE, 2 * RecordFile.SIZE, (byte) 0);
        Files.write(file(), written, StandardOpenOption.APPEND);
        ProcessedSequences record = open(ORDERS);
        assertThat(ask(record, message(3))).isEqualTo(ProcessedSequences.Verdict.DONE);
        assertThat(process(record, message(7))).isEqualTo(ProcessedSequences.Verdict.PROCESS);
        record.close();
        // The same hole with something after it that was written later is damage.
        Files.write(file(), new byte[RecordFile.SIZE], StandardOpenOption.APPEND);
        ByteBuffer later = ByteBuffer.allocate(RecordFile.SIZE);
        RecordFile.put(later, (byte) 'D', 0, 9, SequenceSet.nanos(message(9).storedAt()));
        Files.write(file(), later.array(), StandardOpenOption.APPEND);
        assertThatThrownBy(() -> open(ORDERS)).hasMessageContaining("is damaged at byte " + (whole + 2 * RecordFile.SIZE));
    }

    @Test
    void aFullDiskLeavesNothingHalfDone() throws Exception {
        ProcessedSequences record = open(ORDERS);
        disk.full = true;
        assertThatThrownBy(() -> record.begin(null, CREATED, CONSUMER, new StreamPosition(0, CREATED)))
                .hasMessageContaining("No space left");
        assertThat(record.known()).isNull();
        disk.full = false;
        record.begin(null, CREATED, CONSUMER, new StreamPosition(0, CREATED));
        process(record, message(1));
        process(record, message(2));
        disk.full = true;
        record.claim(message(3));
        assertThatThrownBy(() -> record.done(message(3)).toCompletableFuture().get(5, TimeUnit.SECONDS))
                .hasMessageContaining("No space left");
        assertThatThrownBy(() -> record.compact(2, CONSUMER)).hasMessageContaining("No space left");
        assertThat(directory.resolve("ORDERS.shop.log.new")).doesNotExist();
        disk.full = false;
        long before = Files.size(file());
        record.done(message(3)).toCompletableFuture().get(5, TimeUnit.SECONDS);
        record.compact(2, CONSUMER);
        assertThat(Files.size(file())).as("what failed is compacted later").isLessThan(before);
        record.close();
        ProcessedSequences after = open(ORDERS);
        assertThat(after.known().floor().sequence()).isEqualTo(2);
        assertThat(ask(after, message(3))).isEqualTo(ProcessedSequences.Verdict.DONE);
        after.close();
    }

    /** Where the new name can't be forced to the disk, what is appended must not be in a file that a power cut takes away. */
    @Test
    void whatIsAppendedWaitsForTheNameOfTheFile() throws Exception {
        ProcessedSequences record = withThree();
        disk.noDirectories = true;
        assertThatThrownBy(() -> record.compact(2, CONSUMER)).hasMessageContaining("No space left");
        record.claim(message(4));
        assertThatThrownBy(() -> record.done(message(4)).toCompletableFuture().get(5, TimeUnit.SECONDS))
                .hasMessageContaining("No space left");
        disk.noDirectories = false;
        record.done(message(4)).toCompletableFuture().get(5, TimeUnit.SECONDS);
        record.close();
        ProcessedSequences after = open(ORDERS);
        assertThat(ask(after, message(4))).isEqualTo(ProcessedSequences.Verdict.DONE);
        assertThat(ask(after, message(3))).isEqualTo(ProcessedSequences.Verdict.DONE);
        after.close();
    }

    @Test
    void anInterruptedThreadClosesNothingForGood() throws Exception {
        RecordFile interrupted = new RecordFile(directory.resolve("interrupted.log"), FileChannel::open);
        ByteBuffer one = ByteBuffer.allocate(RecordFile.SIZE);
        RecordFile.put(one, (byte) 'D', 0, 1, 1);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> interrupted.append(one.duplicate().flip())).isInstanceOf(ClosedByInterruptException.class);
        assertThat(Thread.interrupted()).isTrue();
        interrupted.append(one.duplicate().flip());
        interrupted.close();
        assertThat(Files.size(directory.resolve("interrupted.log"))).isEqualTo(RecordFile.SIZE);
    }

    @Test
    void directoriesThatForgetAreRefused() throws Exception {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        assertThat(FileSequenceStore.mistakes("orders", null)).singleElement().asString()
                .contains("Channel `orders`: `sequence-store` is `file`, but it is not said where");
        assertThat(FileSequenceStore.mistakes("orders", "state")).singleElement().asString()
                .endsWith("write the whole path, here `" + Path.of("state").toAbsolutePath() + "`");
        assertThat(FileSequenceStore.mistakes("orders", temporary.resolve("a/b").toString())).singleElement().asString()
                .contains("lies in the temporary directory");
        Path target = Path.of("target").toAbsolutePath();
        // Not in target: this checkout may itself lie in the temporary directory.
        assertThat(FileSequenceStore.mistakes("orders", Path.of(System.getProperty("user.home"), "state").toString()))
                .isEmpty();
        Path link = target.resolve("link-to-temporary");
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, temporary);
        assertThat(FileSequenceStore.mistakes("orders", link.resolve("state").toString())).singleElement().asString()
                .contains("lies in the temporary directory");
        Files.delete(link);
    }
}
