package io.quarkiverse.messaging.nats.deployment.devservices;

import static io.quarkiverse.messaging.nats.deployment.devservices.DevServicesMessages.LOG;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A nats-server as a local process, on the loopback address, that ends with this JVM. */
final class ServerProcess implements OwnServer {

    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long LOOK_MILLIS = 20;
    private static final long STOP_SECONDS = 5;
    private static final Pattern URL = Pattern.compile("nats://[^\"]+:(\\d+)");

    private final ServerBinary binary;
    private final Path directory;
    private final Process process;
    private final String url;
    private volatile boolean closing;

    private ServerProcess(ServerBinary binary, Path directory, Process process, String url) {
        this.binary = binary;
        this.directory = directory;
        this.process = process;
        this.url = url;
        process.onExit().thenAccept(this::onExit);
    }

    static ServerProcess start(ServerBinary binary, DevServerSettings settings) {
        Path directory = null;
        Process process = null;
        try {
            settings.storeDirectory().ifPresent(StoreDirectory::check);
            directory = Files.createTempDirectory("quarkus-nats-dev-");
            process = new ProcessBuilder(Watchdog.around(commandOf(binary, settings, directory), directory))
                    .redirectErrorStream(true).redirectOutput(directory.resolve("server.log").toFile()).start();
            return new ServerProcess(binary, directory, process, awaitUrl(binary, directory, process));
        } catch (IOException e) {
            end(process, directory);
            throw LOG.notStarted(binary.path().toString(), e.getMessage());
        } catch (RuntimeException e) {
            end(process, directory);
            throw e;
        }
    }

    private static List<String> commandOf(ServerBinary binary, DevServerSettings settings, Path directory) {
        return List.of(binary.path().toString(), "--addr", "127.0.0.1",
                // -1 is a free port; the server writes the one it got into the ports file.
                "--port", String.valueOf(settings.port().orElse(-1)), "--ports_file_dir", directory.toString(),
                "--jetstream", "--store_dir", settings.storeDirectory().orElse(directory.resolve("data")).toString());
    }

    /** The ports file is written once the server listens. */
    private static String awaitUrl(ServerBinary binary, Path directory, Process process) throws IOException {
        long end = System.nanoTime() + START_NANOS;
        while (System.nanoTime() < end) {
            Optional<String> url = urlIn(directory);
            if (url.isPresent()) {
                return url.get();
            }
            try {
                if (process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                    throw LOG.notStarted(binary.path().toString(), "it ended with status " + process.exitValue()
                            + " and said: " + lastWords(directory));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
        throw LOG.notStarted(binary.path().toString(), "it did not listen within 10 s and said: " + lastWords(directory));
    }

    private static Optional<String> urlIn(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(directory)) {
            Optional<Path> ports = files.filter(file -> file.toString().endsWith(".ports")).findFirst();
            if (ports.isEmpty()) {
                return Optional.empty();
            }
            // A file half written has no address yet: it is read again.
            Matcher url = URL.matcher(Files.readString(ports.get()));
            return url.find() ? Optional.of("nats://localhost:" + url.group(1)) : Optional.empty();
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private static String lastWords(Path directory) {
        try {
            return LastWords.of(Files.readAllLines(directory.resolve("server.log")));
        } catch (IOException e) {
            return "nothing";
        }
    }

    private void onExit(Process ended) {
        if (!closing) {
            LOG.ended(ended.exitValue(), lastWords(directory));
            remove(directory);
        }
    }

    @Override
    public String description() {
        return binary + " (" + binary.path() + ", a process of its own)";
    }

    @Override
    public String url() {
        return url;
    }

    @Override
    public void close() {
        closing = true;
        end(process, directory);
    }

    private static void end(Process process, Path directory) {
        if (process != null) {
            try {
                // The watchdog's sign, and all there is on Windows.
                process.getOutputStream().close();
                if (Watchdog.isAround() && process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                    remove(directory);
                    return;
                }
            } catch (IOException e) {
                LOG.debug("The pipe of the NATS server is gone already", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        remove(directory);
    }

    private static void remove(Path directory) {
        if (directory == null || !Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            LOG.debugf("%s is gone already", directory);
        }
    }
}
