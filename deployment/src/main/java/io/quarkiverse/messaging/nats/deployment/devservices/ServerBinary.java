package io.quarkiverse.messaging.nats.deployment.devservices;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A nats-server that this machine has.
 *
 * @param path where it is
 * @param version what it says of itself
 */
record ServerBinary(Path path, String version) {

    private static final Pattern VERSION = Pattern.compile("nats-server: v?((\\d+)\\.(\\d+)[\\w.+-]*)");
    private static final String NAME = File.separatorChar == '\\' ? "nats-server.exe" : "nats-server";
    private static final int OLDEST_MINOR = 9;
    private static final long ANSWER_SECONDS = 10;

    /**
     * Finds one: the configured, else the one of {@code NATS_SERVER}, else the first on the PATH, else the newest in the cache
     * of scripts/nats-server.
     *
     * @param configured the configured command
     * @param environment the process's environment
     * @return it
     * @throws DevServiceException where there is none, with everything that was tried
     */
    static ServerBinary find(Optional<String> configured, Map<String, String> environment) {
        if (configured.isPresent()) {
            return named("quarkus.messaging.nats.devservices.command", configured.get(), environment);
        }
        String byEnvironment = environment.getOrDefault("NATS_SERVER", "");
        if (!byEnvironment.isBlank()) {
            return named("NATS_SERVER", byEnvironment, environment);
        }
        List<String> refused = new ArrayList<>();
        for (Path candidate : Stream.concat(onPath(NAME, environment), cached(environment)).toList()) {
            try {
                return ask(candidate);
            } catch (DevServiceException e) {
                refused.add(e.getMessage());
            }
        }
        throw new DevServiceException(refused.isEmpty() ? "there is no " + NAME + " on the PATH" : String.join("; ", refused));
    }

    /** What somebody named is meant: nothing else is tried. */
    private static ServerBinary named(String key, String command, Map<String, String> environment) {
        try {
            Path path = Path.of(command);
            if (path.getNameCount() == 1 && !path.isAbsolute()) {
                path = onPath(command, environment).findFirst().orElse(path);
            }
            return ask(path);
        } catch (InvalidPathException | DevServiceException e) {
            throw new DevServiceException(key + "=" + command + ": " + e.getMessage());
        }
    }

    private static Stream<Path> onPath(String name, Map<String, String> environment) {
        return Stream.of(environment.getOrDefault("PATH", "").split(Pattern.quote(File.pathSeparator)))
                .filter(directory -> !directory.isBlank())
                .map(directory -> Path.of(directory, name))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file));
    }

    private static Stream<Path> cached(Map<String, String> environment) {
        String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
        Path cache = Path.of(environment.getOrDefault("XDG_CACHE_HOME", home + "/.cache"), "quarkus-messaging-nats");
        try (Stream<Path> lines = Files.list(cache)) {
            return lines.map(line -> line.resolve(NAME)).filter(Files::isExecutable)
                    .sorted(Comparator.comparing(ServerBinary::minorOfDirectory).reversed()).toList().stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    /** The script names its directories nats-server-2.15. */
    private static int minorOfDirectory(Path binary) {
        Matcher line = Pattern.compile("nats-server-\\d+\\.(\\d+)").matcher(binary.getParent().getFileName().toString());
        return line.matches() ? Integer.parseInt(line.group(1)) : -1;
    }

    private static ServerBinary ask(Path path) {
        if (!Files.isRegularFile(path) || !Files.isExecutable(path)) {
            throw new DevServiceException(path + " is not a file that can be run");
        }
        String answer = answerOf(path);
        Matcher version = VERSION.matcher(answer);
        if (!version.find()) {
            throw new DevServiceException(path + " is not a nats-server, asked for its --version it said '"
                    + answer.lines().findFirst().map(line -> line.substring(0, Math.min(line.length(), 80))).orElse("") + "'");
        }
        int major = Integer.parseInt(version.group(2));
        if (major < 2 || major == 2 && Integer.parseInt(version.group(3)) < OLDEST_MINOR) {
            throw new DevServiceException(path + " is nats-server " + version.group(1) + ", the oldest that serves is 2."
                    + OLDEST_MINOR);
        }
        return new ServerBinary(path, version.group(1));
    }

    /** Bounded in time and size: the file may be anything. */
    private static String answerOf(Path path) {
        try {
            Path answer = Files.createTempFile("nats-server-version", ".txt");
            try {
                Process asked = new ProcessBuilder(path.toString(), "--version").redirectErrorStream(true)
                        .redirectInput(ProcessBuilder.Redirect.from(answer.toFile())).redirectOutput(answer.toFile()).start();
                if (!asked.waitFor(ANSWER_SECONDS, TimeUnit.SECONDS)) {
                    asked.destroyForcibly();
                }
                try (var in = Files.newInputStream(answer)) {
                    return new String(in.readNBytes(1000));
                }
            } finally {
                Files.deleteIfExists(answer);
            }
        } catch (IOException e) {
            throw new DevServiceException(path + " can't be run: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DevServiceException(path + " was asked for its version and interrupted");
        }
    }

    @Override
    public String toString() {
        return "nats-server " + version;
    }
}
