package io.quarkiverse.messaging.nats.testing.companion;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds a nats-server where dev services look for one: {@code NATS_SERVER}, the PATH, the cache of scripts/nats-server. */
final class ServerBinaries {

    private static final String NAME = File.separatorChar == '\\' ? "nats-server.exe" : "nats-server";

    private ServerBinaries() {
    }

    static String find(Map<String, String> environment) {
        String named = environment.getOrDefault("NATS_SERVER", "");
        return named.isBlank() ? onPath(environment).or(() -> cached(environment)).map(Path::toString).orElseThrow(
                () -> new IllegalStateException("There is no nats-server on the PATH; put one there, or name it with the "
                        + "environment variable NATS_SERVER"))
                : named;
    }

    private static Optional<Path> onPath(Map<String, String> environment) {
        return Stream.of(environment.getOrDefault("PATH", "").split(Pattern.quote(File.pathSeparator)))
                .filter(directory -> !directory.isBlank()).map(directory -> Path.of(directory, NAME))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file)).findFirst();
    }

    private static Optional<Path> cached(Map<String, String> environment) {
        String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
        Path cache = Path.of(environment.getOrDefault("XDG_CACHE_HOME", home + "/.cache"), "quarkus-messaging-nats");
        try (Stream<Path> lines = Files.list(cache)) {
            return lines.map(line -> line.resolve(NAME)).filter(Files::isExecutable).max(Comparator.comparing(
                    file -> minor(file.getParent().getFileName().toString())));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The script names its directories nats-server-2.15. */
    private static int minor(String directory) {
        String minor = directory.replaceFirst("^nats-server-\\d+\\.(\\d+).*", "$1");
        return minor.matches("\\d{1,6}") ? Integer.parseInt(minor) : -1;
    }
}
