package io.quarkiverse.messaging.nats.testing;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Stream;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** Where PostgreSQL's programs are. The library that brings them unpacks them when it first starts a server. */
final class PostgresBinary {

    private static final Path CACHE = Path.of(System.getProperty("user.home"), ".cache", "quarkus-messaging-nats", "postgres");

    private PostgresBinary() {
    }

    /** One process at a time: another module's tests may be unpacking them at this moment. */
    static synchronized Path directory() throws IOException {
        Files.createDirectories(CACHE);
        try (FileChannel lock = FileChannel.open(CACHE.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = lock.lock()) {
            Path found = find();
            if (found == null) {
                EmbeddedPostgres.builder().setOverrideWorkingDirectory(CACHE.toFile()).start().close();
                found = find();
            }
            if (found == null) {
                throw new IllegalStateException("no PostgreSQL was unpacked into " + CACHE);
            }
            return found;
        }
    }

    private static Path find() throws IOException {
        try (Stream<Path> entries = Files.list(CACHE)) {
            return entries.filter(entry -> Files.isExecutable(entry.resolve("bin/postgres")) && isWhole(entry))
                    .max(Comparator.naturalOrder()).orElse(null);
        }
    }

    /** Unpacking may have been cut short. */
    private static boolean isWhole(Path entry) {
        return Files.exists(entry.resolve(".exists")) || Files.exists(entry.resolve("share"));
    }
}
