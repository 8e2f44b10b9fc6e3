package io.quarkiverse.messaging.nats.runtime.file;

import static io.quarkiverse.messaging.nats.runtime.i18n.LocalStoreErrors.STORES;
import static io.quarkiverse.messaging.nats.runtime.i18n.LocalStoreLog.STORE_LOG;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * A file of records of a fixed size, each with a checksum, that only grows: what {@link #append} wrote is on the disk when it
 * returns. It is made smaller by writing another one in its place. Not thread safe.
 */
final class RecordFile implements AutoCloseable {

    /** Kind, three zeroes, checksum of all else, sequence, time. */
    static final int SIZE = 24;
    private static final int CHECKSUM_AT = 4;

    /** Gets what was read. */
    interface Reader {
        void read(byte kind, long sequence, long time);
    }

    private final Path path;
    private FileChannel channel;
    private long end;

    RecordFile(Path path) throws IOException {
        this.path = path;
        this.channel = open(path);
        this.end = channel.size();
    }

    private static FileChannel open(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** Reads all. What a crash left unfinished at the end is dropped; damage before whole records is an error. */
    void read(String owner, Reader reader) throws IOException {
        ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(path));
        int at = 0;
        while (isWhole(all, at)) {
            reader.read(all.get(at), all.getLong(at + 8), all.getLong(at + 16));
            at += SIZE;
        }
        for (int later = at + SIZE; later < all.limit(); later += SIZE) {
            if (isWhole(all, later)) {
                throw STORES.damaged(owner, path, at);
            }
        }
        if (at < all.limit()) {
            STORE_LOG.tornTail(owner, all.limit() - at, path);
        }
        end = at;
        channel.truncate(end);
    }

    private static boolean isWhole(ByteBuffer all, int at) {
        return at + SIZE <= all.limit() && all.getInt(at + CHECKSUM_AT) == checksum(all, at);
    }

    private static int checksum(ByteBuffer all, int at) {
        CRC32C checksum = new CRC32C();
        checksum.update(all.duplicate().position(at).limit(at + CHECKSUM_AT));
        checksum.update(all.duplicate().position(at + 8).limit(at + SIZE));
        return (int) checksum.getValue();
    }

    /** Adds a record to a buffer that {@link #append} or {@link #replace} takes. */
    static void put(ByteBuffer records, byte kind, long sequence, long time) {
        int at = records.position();
        records.put(kind).put((byte) 0).put((byte) 0).put((byte) 0).putInt(0).putLong(sequence).putLong(time);
        records.putInt(at + CHECKSUM_AT, checksum(records.duplicate().limit(records.capacity()), at));
    }

    /** On the disk when it returns; where it fails, nothing was added. */
    void append(ByteBuffer records) throws IOException {
        if (channel.size() > end) {
            channel.truncate(end); // what an earlier failure left
        }
        long at = end;
        while (records.hasRemaining()) {
            at += channel.write(records, at);
        }
        channel.force(false);
        end = at;
    }

    /** Puts a file with these records in its place: after a crash it is the old one or the new one. */
    void replace(ByteBuffer records) throws IOException {
        Path next = path.resolveSibling(path.getFileName() + ".new");
        try (FileChannel fresh = FileChannel.open(next, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            while (records.hasRemaining()) {
                fresh.write(records);
            }
            fresh.force(true);
        }
        Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel directory = FileChannel.open(path.getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
        FileChannel old = channel;
        channel = open(path);
        end = channel.size();
        old.close();
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
