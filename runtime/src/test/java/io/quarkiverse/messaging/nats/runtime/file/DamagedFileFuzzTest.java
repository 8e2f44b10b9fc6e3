package io.quarkiverse.messaging.nats.runtime.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;

import io.quarkiverse.messaging.nats.runtime.i18n.RefusalException;
import io.quarkiverse.messaging.nats.runtime.sequence.SequenceSet;
import io.quarkiverse.messaging.nats.spi.ProcessedSequences;
import io.quarkiverse.messaging.nats.spi.ProcessedSequences.Verdict;
import io.quarkiverse.messaging.nats.spi.StreamPosition;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Whatever became of the file: what is before the damage is still known, and nothing is known that was not processed; or it
 * is refused with its name. A file of no bytes is that of a store that was never used.
 */
class DamagedFileFuzzTest {

    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");
    private static final int HEAD = 3;

    enum Damage {
        CUT,
        FLIPPED,
        ZEROED,
        LONGER,
        REMOVED
    }

    private static StreamPosition message(int sequence) {
        return new StreamPosition(sequence, TIME.plusSeconds(sequence));
    }

    private static byte[] file(int records) {
        ByteBuffer all = ByteBuffer.allocate((HEAD + records) * RecordFile.SIZE);
        RecordFile.put(all, (byte) 'S', 0, 0, SequenceSet.nanos(TIME));
        RecordFile.put(all, (byte) 'C', 0, 0, SequenceSet.nanos(TIME));
        RecordFile.put(all, (byte) 'F', 0, 0, SequenceSet.nanos(TIME));
        for (int i = 1; i <= records; i++) {
            RecordFile.put(all, (byte) 'D', 0, 2 * i, SequenceSet.nanos(message(2 * i).storedAt()));
        }
        return all.array();
    }

    private static byte[] damaged(byte[] whole, Damage damage, int at, int length) {
        byte[] bytes = whole.clone();
        int end = Math.min(bytes.length, at + length);
        switch (damage) {
            case CUT -> bytes = Arrays.copyOf(whole, at);
            case FLIPPED -> bytes[at] ^= (byte) length;
            case ZEROED -> Arrays.fill(bytes, at, end, (byte) 0);
            case LONGER -> bytes = Arrays.copyOf(whole, whole.length + length);
            case REMOVED -> {
                bytes = Arrays.copyOf(whole, whole.length - (end - at));
                System.arraycopy(whole, end, bytes, at, whole.length - end);
            }
        }
        return bytes;
    }

    @Property(tries = 300)
    void keptOrRefused(@ForAll @IntRange(max = 12) int records, @ForAll Damage damage, @ForAll @IntRange(max = 1000) int where,
            @ForAll @IntRange(min = 1, max = 127) int length) throws Exception {
        byte[] whole = file(records);
        byte[] bytes = damaged(whole, damage, where % whole.length, length);
        int intact = Arrays.mismatch(whole, bytes);
        intact = intact < 0 ? whole.length : intact;
        Path directory = Files.createTempDirectory("damaged");
        Path path = directory.resolve("S.d.log");
        try {
            Files.write(path, bytes);
            ProcessedSequences opened;
            try {
                opened = FileSequenceStore.open("orders", directory, "S.d", 1000, FileChannel::open);
            } catch (RefusalException e) {
                assertThat(e.getMessage()).contains("Channel `orders`: the file `" + path + "`");
                assertThat(Files.readAllBytes(path)).as("what is refused stays as it is").isEqualTo(bytes);
                return;
            }
            try {
                assertThat(opened.known() == null).as("forgotten").isEqualTo(bytes.length == 0);
                for (int i = 1; opened.known() != null && i <= records; i++) {
                    boolean before = (HEAD + i) * RecordFile.SIZE <= intact;
                    Verdict verdict = opened.claim(message(2 * i)).toCompletableFuture().join();
                    assertThat(verdict).isIn(before ? new Verdict[] { Verdict.DONE }
                            : new Verdict[] { Verdict.DONE, Verdict.PROCESS });
                    assertThat(opened.claim(message(2 * i - 1)).toCompletableFuture().join()).isEqualTo(Verdict.PROCESS);
                }
            } finally {
                opened.close();
            }
        } finally {
            Files.deleteIfExists(path);
            Files.deleteIfExists(directory.resolve("S.d.lock"));
            Files.delete(directory);
        }
    }
}
