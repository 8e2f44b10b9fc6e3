package io.quarkiverse.messaging.nats.testing.companion;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real nats-server of the test's own, as a process: JetStream on, storage in a temporary directory, a free port; both are
 * kept
 * over {@link #kill} and {@link #restart}. It ends with the test class where it is a JUnit 5 extension,
 * {@code @RegisterExtension static final NatsTestServer SERVER = NatsTestServer.start();}, else with {@link #close}, and always
 * with the JVM.
 * <p>
 * The nats-server is the one that the environment variable {@code NATS_SERVER} names, else the first on the PATH. In a
 * {@code @QuarkusTest} take {@link NatsTestResource} instead, which tells the application where the server is.
 */
public final class NatsTestServer implements AfterAllCallback, AutoCloseable {

    private final String binary = ServerBinaries.find(System.getenv());
    private final int port = NatsServerProcess.freePort();
    private final Path directory;
    private final List<String> arguments;
    private final Thread atExit = new Thread(this::end);
    private Process process;

    private NatsTestServer(List<String> arguments) {
        this.arguments = arguments;
        try {
            directory = Files.createTempDirectory("nats-test-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param arguments more arguments of nats-server, for example {@code --user}, {@code me}
     * @return a server, listening
     */
    public static NatsTestServer start(String... arguments) {
        NatsTestServer server = new NatsTestServer(List.of(arguments));
        Runtime.getRuntime().addShutdownHook(server.atExit);
        server.restart();
        return server;
    }

    /** @return where it listens, for {@code quarkus.messaging.nats.servers} */
    public String url() {
        return "nats://127.0.0.1:" + port;
    }

    /** @return its port, the same over restarts */
    public int port() {
        return port;
    }

    /** @return what it has logged, over all its lives */
    public String log() {
        return NatsServerProcess.log(directory);
    }

    /** @return whether the process lives */
    public synchronized boolean isRunning() {
        return process != null && process.isAlive();
    }

    /** SIGKILL, and wait until it is gone. What it had not yet written to the disk may be lost, as in a real crash. */
    public void kill() {
        stop(Process::destroyForcibly);
    }

    /** SIGTERM, and wait until it is gone. */
    public void stop() {
        stop(Process::destroy);
    }

    private synchronized void stop(Consumer<Process> how) {
        if (isRunning()) {
            how.accept(process);
            process.onExit().join();
        }
    }

    /** Starts it again, on the same port with the same storage, and waits until it listens. One that runs is stopped first. */
    public synchronized void restart() {
        stop();
        process = NatsServerProcess.start(binary, port, directory, arguments);
    }

    private void end() {
        kill();
        NatsServerProcess.delete(directory);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    /** Ends it and removes what it stored. */
    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // the JVM is ending
        }
    }
}
