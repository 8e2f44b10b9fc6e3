package io.quarkiverse.messaging.nats.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real nats-server as a process of its own: JetStream on, storage in a directory of its own, a free port that it keeps
 * over restarts.
 * <p>
 * A Quarkus test class is loaded twice, by two class loaders: {@link #of} gives both the same server, by way of a system
 * property.
 */
public final class NatsServer implements AutoCloseable {

    private static final long START_MILLIS = 10_000;

    private final int port;
    private final Path directory;
    private final List<String> arguments;
    private ProcessHandle process;

    private NatsServer(int port, Path directory, List<String> arguments, ProcessHandle process) {
        this.port = port;
        this.directory = directory;
        this.arguments = arguments;
        this.process = process;
    }

    /**
     * Starts a server.
     *
     * @param arguments more arguments than the usual ones, for example {@code --user}, {@code me}
     * @return it, running
     */
    public static NatsServer start(String... arguments) {
        NatsServer server = prepare(List.of(arguments));
        server.restart();
        return server;
    }

    /**
     * Takes a port and a directory, but does not start.
     *
     * @param arguments more arguments than the usual ones
     * @return it, not running
     */
    public static NatsServer notYet(String... arguments) {
        return prepare(List.of(arguments));
    }

    private static NatsServer prepare(List<String> arguments) {
        try {
            Path directory = Files.createTempDirectory("nats-test-");
            NatsServer server = new NatsServer(freePort(), directory, new ArrayList<>(arguments), null);
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The one server of a test class, started by whoever asks first.
     *
     * @param owner the test class
     * @param arguments as in {@link #start}
     * @return it, running
     */
    public static synchronized NatsServer of(Class<?> owner, String... arguments) {
        String key = "nats.testing." + owner.getName();
        String known = System.getProperty(key);
        if (known != null) {
            String[] parts = known.split("\\|");
            return new NatsServer(Integer.parseInt(parts[0]), Path.of(parts[1]), List.of(arguments),
                    ProcessHandle.of(Long.parseLong(parts[2])).orElse(null));
        }
        NatsServer server = start(arguments);
        System.setProperty(key, server.port + "|" + server.directory + "|" + server.process.pid());
        return server;
    }

    /** Starts it, on the same port with the same storage, and waits until it listens. */
    public synchronized void restart() {
        List<String> command = new ArrayList<>(List.of(binary(), "--jetstream", "--store_dir",
                directory.resolve("data").toString(), "--addr", "127.0.0.1", "--port", String.valueOf(port),
                "--log", directory.resolve("server.log").toString()));
        command.addAll(arguments);
        if (arguments.contains("--no-jetstream")) {
            command.removeAll(List.of("--jetstream", "--no-jetstream"));
            int store = command.indexOf("--store_dir");
            command.remove(store);
            command.remove(store);
        }
        try {
            Process started = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("output.log").toFile())).start();
            process = started.toHandle();
            awaitPort(started);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitPort(Process started) throws IOException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_MILLIS);
        while (System.nanoTime() < end && started.isAlive()) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
                return;
            } catch (IOException e) {
                Thread.onSpinWait();
            }
        }
        throw new IOException("nats-server did not start: " + log());
    }

    /** @return where it listens */
    public String url() {
        return "nats://127.0.0.1:" + port;
    }

    /** @return its port */
    public int port() {
        return port;
    }

    /** @return what it has logged */
    public String log() {
        try {
            Path log = directory.resolve("server.log");
            Path output = directory.resolve("output.log");
            return (Files.exists(log) ? Files.readString(log) : "") + (Files.exists(output) ? Files.readString(output) : "");
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** SIGKILL, and wait until it is gone. */
    public synchronized void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** SIGTERM, and wait until it is gone. */
    public synchronized void stop() {
        process.destroy();
        process.onExit().join();
    }

    /** SIGSTOP: it lives and does not answer. */
    public void freeze() {
        signal("STOP");
    }

    /** SIGCONT. */
    public void thaw() {
        signal("CONT");
    }

    /** SIGHUP: it reads its configuration file again. */
    public void reload() {
        signal("HUP");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void close() {
        if (process != null && process.isAlive()) {
            signal("CONT");
            process.destroyForcibly();
            process.onExit().join();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            // a directory that is gone already
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** As {@code scripts/nats-server} finds it; the build has run that script. */
    static String binary() {
        try {
            Path script = root().resolve("scripts/nats-server");
            Process found = new ProcessBuilder(script.toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
            String path = new String(found.getInputStream().readAllBytes()).trim();
            if (found.waitFor() != 0) {
                throw new IOException("no nats-server, see above");
            }
            return path;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Path root() throws IOException {
        for (Path path = Path.of("").toAbsolutePath(); path != null; path = path.getParent()) {
            if (Files.isExecutable(path.resolve("scripts/nats-server"))) {
                return path;
            }
        }
        throw new IOException("scripts/nats-server not found above " + Path.of("").toAbsolutePath());
    }
}
