package io.quarkiverse.messaging.nats.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a process wrote down of its work: when the handling of which message began. */
record WorkFile(Path path) {

    private static final int LINE = 32;

    /** One handling. */
    record Begin(long sequence, int delivery, long millis) {
    }

    static WorkFile create() {
        try {
            return new WorkFile(Files.createTempFile("work-", ".txt"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long count() {
        try {
            return Files.size(path) / LINE;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Begin> begins() {
        try {
            return Files.readAllLines(path).stream().map(String::trim).map(line -> line.split(" +"))
                    .map(parts -> new Begin(Long.parseLong(parts[0]), Integer.parseInt(parts[1]), Long.parseLong(parts[2])))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
