package io.quarkiverse.messaging.nats.runtime.file;

import static io.quarkiverse.messaging.nats.runtime.i18n.DeduplicatedStoreErrors.STORES;
import static io.quarkiverse.messaging.nats.runtime.i18n.DeduplicatedStoreLog.STORE_LOG;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * A file of records of a fixed size, each with a checksum, that only grows: what {@link #append} wrote is on the disk when it
 * returns. It is made smaller by writing another one in its place. Not thread safe.
 */
final class RecordFile implements AutoCloseable {

    /** Kind, place among those that were written with it (3 bytes), checksum of all else, sequence, time. */
    static final int SIZE = 24;
    private static final int CHECKSUM_AT = 4;
    private static final int MOST_PLACES = 0xFFFFFF;

    /** Gets what was read. */
    interface Reader {
        void read(byte kind, long sequence, long time);
    }

    /** Opens files; a test has one that fails. */
    interface Disk {
        FileChannel open(Path path, OpenOption... options) throws IOException;
    }

    private final Path path;
    private final Disk disk;
    private FileChannel channel;
    private long end;
    /** Its name was given to another file, and may not be on the disk yet. */
    private boolean renamed;

    RecordFile(Path path, Disk disk) throws IOException {
        this.path = path;
        this.disk = disk;
        this.channel = open();
        this.end = channel.size();
    }

    private FileChannel open() throws IOException {
        return disk.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /**
     * Reads all. What a crash left unfinished at the end is dropped: after a power cut the disk may have any part of what was
     * written together, but never anything of what was written after it. Any other damage is an error.
     *
     * @param head the kinds of the records that a file begins with: they were put in place together
     */
    void read(String owner, byte[] head, Reader reader) throws IOException {
        ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(path));
        int at = 0;
        while (isWhole(all, at)) {
            reader.read(all.get(at), all.getLong(at + 8), all.getLong(at + 16));
            at += SIZE;
        }
        if (all.limit() > 0 && !begins(all, at, head)) {
            throw STORES.damagedHead(owner, path, at);
        }
        for (int later = at + SIZE; later < all.limit(); later += SIZE) {
            if (isWhole(all, later) && later - (long) SIZE * place(all, later) > at) {
                throw STORES.damaged(owner, path, at);
            }
        }
        if (at < all.limit()) {
            STORE_LOG.tornTail(owner, all.limit() - at, path);
        }
        end = at;
        channel.truncate(end);
    }

    private static boolean begins(ByteBuffer all, int whole, byte[] kinds) {
        for (int i = 0; i < kinds.length; i++) {
            if ((i + 1) * SIZE > whole || all.get(i * SIZE) != kinds[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWhole(ByteBuffer all, int at) {
        return at + SIZE <= all.limit() && all.getInt(at + CHECKSUM_AT) == checksum(all, at);
    }

    private static int place(ByteBuffer all, int at) {
        return all.getInt(at) & MOST_PLACES;
    }

    private static int checksum(ByteBuffer all, int at) {
        CRC32C checksum = new CRC32C();
        checksum.update(all.duplicate().position(at).limit(at + CHECKSUM_AT));
        checksum.update(all.duplicate().position(at + 8).limit(at + SIZE));
        return (int) checksum.getValue();
    }

    /**
     * Adds a record to a buffer that {@link #append} or {@link #replace} takes.
     *
     * @param place how many are before it in what {@link #append} takes at once; 0 for {@link #replace}
     */
    static void put(ByteBuffer records, byte kind, int place, long sequence, long time) {
        int at = records.position();
        records.putInt(kind << 24 | Math.min(place, MOST_PLACES)).putInt(0).putLong(sequence).putLong(time);
        records.putInt(at + CHECKSUM_AT, checksum(records.duplicate().limit(records.capacity()), at));
    }

    /** On the disk when it returns; where it fails, nothing was added. */
    void append(ByteBuffer records) throws IOException {
        if (!channel.isOpen()) {
            channel = open(); // closed by an interrupt of the thread that wrote
        }
        if (renamed) {
            forceName();
        }
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
        FileChannel fresh = disk.open(next, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING);
        FileChannel unused = fresh;
        try {
            while (records.hasRemaining()) {
                fresh.write(records);
            }
            fresh.force(true);
            Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
            unused = channel;
            channel = fresh;
            end = fresh.size();
            renamed = true;
        } finally {
            unused.close();
            Files.deleteIfExists(next);
        }
        forceName();
    }

    private void forceName() throws IOException {
        try (FileChannel directory = disk.open(path.getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
        renamed = false;
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
