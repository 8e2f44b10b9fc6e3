package io.quarkiverse.messaging.nats.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

import io.quarkiverse.messaging.nats.testing.companion.NatsServerProcess;

/**
 * A real nats-server as a process of its own: JetStream on, storage in a directory of its own, a free port that it keeps
 * over restarts.
 * <p>
 * A Quarkus test class is loaded twice, by two class loaders: {@link #of} gives both the same server, by way of a system
 * property.
 */
public final class NatsServer implements AutoCloseable {

    private final int port;
    private final Path directory;
    private final List<String> arguments;
    /** The line of versions, or {@code null} for a current one. */
    private final String version;
    /** The system property through which two class loaders share the process, or {@code null}. */
    private final String key;
    private ProcessHandle process;

    private NatsServer(int port, Path directory, List<String> arguments, String version, String key) {
        this.port = port;
        this.directory = directory;
        this.arguments = arguments;
        this.version = version;
        this.key = key;
    }

    /**
     * Starts a server: a current one, or of the line that the system property {@code nats.version} names.
     *
     * @param arguments more arguments than the usual ones, for example {@code --user}, {@code me}
     * @return it, running
     */
    public static NatsServer start(String... arguments) {
        NatsServer server = prepare(List.of(arguments), null, null);
        server.restart();
        return server;
    }

    /**
     * Starts a server of an older line.
     *
     * @param version for example {@code 2.9}
     * @param arguments as in {@link #start}
     * @return it, running
     */
    public static NatsServer ofVersion(String version, String... arguments) {
        NatsServer server = prepare(List.of(arguments), version, null);
        server.restart();
        return server;
    }

    private static NatsServer prepare(List<String> arguments, String version, String key) {
        try {
            Path directory = Files.createTempDirectory("nats-test-");
            NatsServer server = new NatsServer(NatsServerProcess.freePort(), directory, new ArrayList<>(arguments),
                    version == null ? ServerBinary.asked() : version, key);
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
        boolean first = System.getProperty(keyOf(owner)) == null;
        NatsServer server = notYet(owner, arguments);
        if (first) {
            server.restart();
        }
        return server;
    }

    /**
     * The one server of a test class, as {@link #of}, but not started.
     *
     * @param owner the test class
     * @param arguments as in {@link #start}
     * @return it, not running unless the other class loader has started it
     */
    public static synchronized NatsServer notYet(Class<?> owner, String... arguments) {
        String key = keyOf(owner);
        String known = System.getProperty(key);
        if (known == null) {
            NatsServer server = prepare(List.of(arguments), null, key);
            server.share();
            return server;
        }
        String[] parts = known.split("\\|");
        return new NatsServer(Integer.parseInt(parts[0]), Path.of(parts[1]), List.of(arguments), ServerBinary.asked(), key);
    }

    private static String keyOf(Class<?> owner) {
        return "nats.testing." + owner.getName();
    }

    private void share() {
        if (key != null) {
            System.setProperty(key, port + "|" + directory + "|" + (process == null ? 0 : process.pid()));
        }
    }

    /** The other class loader may have started another one meanwhile. */
    private ProcessHandle process() {
        String pid = key == null ? null : System.getProperty(key).split("\\|")[2];
        return pid == null ? process : ProcessHandle.of(Long.parseLong(pid)).orElse(null);
    }

    /** Starts it, on the same port with the same storage, and waits until it listens. */
    public synchronized void restart() {
        process = NatsServerProcess.start(ServerBinary.path(version), port, directory, arguments).toHandle();
        share();
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
        return NatsServerProcess.log(directory);
    }

    /** SIGKILL, and wait until it is gone. */
    public void kill() {
        end(ProcessHandle::destroyForcibly);
    }

    /** SIGTERM, and wait until it is gone. */
    public void stop() {
        end(ProcessHandle::destroy);
    }

    private synchronized void end(Predicate<ProcessHandle> how) {
        ProcessHandle running = process();
        how.test(running);
        running.onExit().join();
        // Its number may be another process's soon.
        process = null;
        share();
    }

    /** SIGSTOP: it lives and does not answer. */
    public void freeze() {
        Signals.freeze(process());
    }

    /** SIGCONT. */
    public void thaw() {
        Signals.send(process(), "CONT");
    }

    /** SIGHUP: it reads its configuration file again. */
    public void reload() {
        Signals.send(process(), "HUP");
    }

    /** SIGUSR2: it lets its clients go, one after another. @return ends when it has ended */
    public CompletableFuture<ProcessHandle> lameDuck() {
        Signals.send(process(), "USR2");
        return process().onExit();
    }

    /** What it has stored is gone, as with a new disk. To be called while it does not run. */
    public void wipe() {
        NatsServerProcess.delete(directory.resolve("data"));
    }

    /** @return where the program is that a server without a version runs */
    public static String program() {
        return ServerBinary.path(ServerBinary.asked());
    }

    @Override
    public synchronized void close() {
        ProcessHandle running = process();
        if (running != null && running.isAlive()) {
            end(ProcessHandle::destroyForcibly);
        }
        NatsServerProcess.delete(directory);
    }
}
