package io.quarkiverse.messaging.nats.runtime.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;

/** A disk that is full at times: it takes the half of what is written, as a real one may, and fails then. */
final class FullDisk implements RecordFile.Disk {

    volatile boolean full;
    /** Whether a directory can't be forced to the disk. */
    volatile boolean noDirectories;

    @Override
    public FileChannel open(Path path, OpenOption... options) throws IOException {
        if (noDirectories && Files.isDirectory(path)) {
            throw noSpace();
        }
        return new Limited(FileChannel.open(path, options));
    }

    private static IOException noSpace() {
        return new IOException("No space left on device");
    }

    private final class Limited extends FileChannel {

        private final FileChannel real;

        Limited(FileChannel real) {
            this.real = real;
        }

        @Override
        public int write(ByteBuffer source, long position) throws IOException {
            if (!full) {
                return real.write(source, position);
            }
            real.write(source.duplicate().limit(source.position() + source.remaining() / 2), position);
            throw noSpace();
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            if (!full) {
                return real.write(source);
            }
            real.write(source.duplicate().limit(source.position() + source.remaining() / 2));
            throw noSpace();
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            return real.read(target);
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            return real.read(target, position);
        }

        @Override
        public long position() throws IOException {
            return real.position();
        }

        @Override
        public FileChannel position(long position) throws IOException {
            real.position(position);
            return this;
        }

        @Override
        public long size() throws IOException {
            return real.size();
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            real.truncate(size);
            return this;
        }

        @Override
        public void force(boolean metaData) throws IOException {
            real.force(metaData);
        }

        @Override
        public long read(ByteBuffer[] targets, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long write(ByteBuffer[] sources, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long transferTo(long position, long count, WritableByteChannel target) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long transferFrom(ReadableByteChannel source, long position, long count) {
            throw new UnsupportedOperationException();
        }

        @Override
        public MappedByteBuffer map(MapMode mode, long position, long size) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileLock lock(long position, long size, boolean shared) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected void implCloseChannel() throws IOException {
            real.close();
        }
    }
}
