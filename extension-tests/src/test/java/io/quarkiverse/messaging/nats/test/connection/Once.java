package io.quarkiverse.messaging.nats.test.connection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/**
 * What a test class makes once although two class loaders load it: keys, secrets, files. The system properties keep it.
 */
final class Once {

    private Once() {
    }

    /**
     * @param owner the test class
     * @param name what it is
     * @param made makes it where nobody has
     * @return the same text, whoever asks
     */
    static synchronized String text(Class<?> owner, String name, Callable<String> made) {
        String key = "nats.testing." + owner.getName() + "." + name;
        String known = System.getProperty(key);
        if (known == null) {
            try {
                known = made.call();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            System.setProperty(key, known);
        }
        return known;
    }

    /**
     * @param owner the test class
     * @return a directory of its own under {@code target}
     */
    static Path directory(Class<?> owner) {
        try {
            return Files.createDirectories(Path.of("target", "connection-tests", owner.getSimpleName())).toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param owner the test class
     * @param name the file's name
     * @param text what it is to contain
     * @return where it is
     */
    static String file(Class<?> owner, String name, String text) {
        try {
            return Files.writeString(directory(owner).resolve(name), text).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
