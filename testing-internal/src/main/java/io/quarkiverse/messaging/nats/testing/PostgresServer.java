package io.quarkiverse.messaging.nats.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;

import io.quarkiverse.messaging.nats.testing.companion.NatsServerProcess;

/**
 * A real PostgreSQL as a process of its own, that can be killed and started again on its data and its port. The binaries come
 * with Maven; they are unpacked once, into the cache directory. For tests its {@code fsync} is off: what is tested is the loss
 * of processes, not of power.
 */
public final class PostgresServer implements AutoCloseable {

    /** The one role, without a password. */
    public static final String USER = "postgres";
    private static final String KEY = "postgres.testing.";

    private final int port;
    private final Path data;
    private final boolean fsync;
    private Process process;

    private PostgresServer(int port, Path data, boolean fsync) {
        this.port = port;
        this.data = data;
        this.fsync = fsync;
    }

    /** @return a new one, running */
    public static PostgresServer start() {
        return start(false);
    }

    /** @return a new one, running, that writes to the disk before a commit ends, as every one in production does */
    public static PostgresServer startWithFsync() {
        return start(true);
    }

    private static PostgresServer start(boolean fsync) {
        try {
            Path data = Files.createTempDirectory("postgres-test-");
            PostgresServer server = new PostgresServer(NatsServerProcess.freePort(), data, fsync);
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            run("initdb", "-A", "trust", "-U", USER, "-E", "UTF-8", "--no-sync", "-D", data.toString());
            server.restart();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The one of a test class, which is loaded twice, by two class loaders: started by whoever asks first.
     *
     * @param owner the test class
     * @return its address for JDBC
     */
    public static synchronized String urlOf(Class<?> owner) {
        String key = KEY + owner.getName();
        if (System.getProperty(key) == null) {
            System.setProperty(key, start().url());
        }
        return System.getProperty(key);
    }

    /** @return its address for JDBC */
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=" + USER;
    }

    /** Starts it again, on its data and port. */
    public synchronized void restart() {
        try {
            List<String> command = command("postgres", "-D", data.toString(), "-p", String.valueOf(port), "-c",
                    "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c",
                    "fsync=" + (fsync ? "on" : "off"), "-c",
                    "max_connections=200");
            process = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(data.resolveSibling(data.getFileName() + ".log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Awaitility.await().pollInterval(Duration.ofMillis(50)).atMost(Duration.ofSeconds(30)).until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("PostgreSQL has ended, see " + data + ".log");
            }
            return answers();
        });
    }

    private boolean answers() {
        try {
            return count("SELECT 1") == 1;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    /** SIGKILL of all its processes. */
    public synchronized void kill() {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.add(0, process.toHandle());
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(one -> one.onExit().join());
    }

    /**
     * @param query one that gives one number
     * @return the number
     */
    public long count(String query) {
        return count(url(), query);
    }

    /**
     * @param url a server's address
     * @param query one that gives one number
     * @return the number
     */
    public static long count(String url, String query) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * @param url a server's address
     * @param statements statements without a result
     */
    public static void execute(String url, String... statements) {
        try (Connection connection = DriverManager.getConnection(url); Statement statement = connection.createStatement()) {
            for (String one : statements) {
                statement.execute(one);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public synchronized void close() {
        if (process != null && process.isAlive()) {
            kill();
        }
        NatsServerProcess.delete(data);
    }

    private static void run(String program, String... arguments) throws IOException {
        Path log = Files.createTempFile("postgres-", ".log");
        Process run = new ProcessBuilder(command(program, arguments)).redirectErrorStream(true).redirectOutput(log.toFile())
                .start();
        try {
            if (!run.waitFor(60, TimeUnit.SECONDS) || run.exitValue() != 0) {
                throw new IllegalStateException(program + " failed: " + Files.readString(log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Files.delete(log);
    }

    /** PostgreSQL refuses to run as root; in a user namespace of its own it does not know that it is. */
    private static List<String> command(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(PostgresBinary.directory().resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        return command;
    }
}
