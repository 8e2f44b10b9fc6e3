package io.quarkiverse.messaging.nats.runtime.file;

import static io.quarkiverse.messaging.nats.runtime.i18n.DeduplicatedStoreErrors.STORES;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.quarkiverse.messaging.nats.runtime.config.NatsConfig;
import io.quarkiverse.messaging.nats.runtime.config.SequenceStoreConfig;
import io.quarkiverse.messaging.nats.spi.ProcessedSequences;
import io.quarkiverse.messaging.nats.spi.SequenceStore;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/** Remembers in a file of this machine, which one process holds at a time. */
@ApplicationScoped
@Identifier(FileSequenceStore.NAME)
public class FileSequenceStore implements SequenceStore {

    /** What is written in the configuration. */
    public static final String NAME = "file";

    @Inject
    NatsConfig config;

    @Override
    public Guarantee guarantee() {
        return Guarantee.DEDUPLICATED;
    }

    @Override
    public boolean isShared() {
        return false;
    }

    private SequenceStoreConfig.FileStore file() {
        return config.sequenceStore().file();
    }

    @Override
    public List<String> check(Wish wish) {
        return mistakes(wish.channel(), file().directory().orElse(null));
    }

    static List<String> mistakes(String channel, String directory) {
        if (directory == null) {
            return List.of(STORES.noDirectory(channel));
        }
        Path path = Path.of(directory);
        if (!path.isAbsolute()) {
            return List.of(STORES.relativeDirectory(channel, directory, path.toAbsolutePath().normalize()));
        }
        return real(path).startsWith(real(Path.of(System.getProperty("java.io.tmpdir"))))
                ? List.of(STORES.temporaryDirectory(channel, directory))
                : List.of();
    }

    /** @return where it leads to, as far as it is there */
    private static Path real(Path path) {
        Path there = path.toAbsolutePath().normalize();
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        try {
            return there == null ? path : there.toRealPath().resolve(there.relativize(path.toAbsolutePath().normalize()));
        } catch (IOException e) {
            return path;
        }
    }

    @Override
    public ProcessedSequences open(Opening opening) throws IOException {
        return open(opening.channel(), Path.of(file().directory().orElseThrow()), opening.key().id(), file().maxEntries(),
                FileChannel::open);
    }

    static ProcessedSequences open(String channel, Path directory, String id, int most, RecordFile.Disk disk)
            throws IOException {
        Files.createDirectories(directory);
        String name = URLEncoder.encode(id, StandardCharsets.UTF_8);
        Path path = directory.resolve(name + ".log");
        FileChannel lockFile = FileChannel.open(directory.resolve(name + ".lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        try {
            FileLock lock = lockFile.tryLock();
            if (lock == null) {
                throw STORES.locked(channel, path);
            }
            RecordFile file = new RecordFile(path, disk);
            try {
                return new FileSequences(channel, file, lock, most, Infrastructure.getDefaultWorkerPool());
            } catch (IOException | RuntimeException e) {
                file.close();
                throw e;
            }
        } catch (OverlappingFileLockException e) {
            lockFile.close();
            throw STORES.locked(channel, path);
        } catch (IOException | RuntimeException e) {
            lockFile.close();
            throw e;
        }
    }
}
