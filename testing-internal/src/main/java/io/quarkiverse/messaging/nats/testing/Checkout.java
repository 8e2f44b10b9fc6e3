package io.quarkiverse.messaging.nats.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A working tree of this project: the one in which this process runs, or a copy. */
record Checkout(Path root) {

    private static final List<String> NOT_COPIED = List.of(".git", "target", "node_modules");

    static Checkout current() throws IOException {
        for (Path path = Path.of("").toAbsolutePath(); path != null; path = path.getParent()) {
            if (Files.isExecutable(path.resolve("scripts/nats-server"))) {
                return new Checkout(path);
            }
        }
        throw new IOException("scripts/nats-server not found above " + Path.of("").toAbsolutePath());
    }

    /** Copies the sources, but no tests, which development mode would compile. */
    Checkout copyTo(Path directory) throws IOException {
        copy(root, directory);
        return new Checkout(directory);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectory(to);
        try (Stream<Path> entries = Files.list(from)) {
            for (Path entry : entries.toList()) {
                Path copy = to.resolve(entry.getFileName());
                if (!Files.isDirectory(entry)) {
                    Files.copy(entry, copy);
                } else if (!NOT_COPIED.contains(entry.getFileName().toString()) && !entry.endsWith("src/test")) {
                    copy(entry, copy);
                }
            }
        }
    }
}
