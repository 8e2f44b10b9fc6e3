package io.quarkiverse.messaging.nats.chaos.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.quarkiverse.messaging.nats.testing.Signals;

/** The application, as a process. */
final class Worker implements AutoCloseable {

    private static final Pattern CONNECTED = Pattern.compile("connected to nats://[^:,]+:(\\d+)");

    final Path diary;
    private final Path log;
    private final Path state;
    private final List<String> command;
    private Process process;

    Worker(Path jar, Path logs, String fault, String urls, String... more) throws IOException {
        log = logs.resolve("fault-" + fault + ".log");
        diary = logs.resolve("fault-" + fault + ".diary");
        Files.deleteIfExists(log);
        Files.deleteIfExists(diary);
        // The file store refuses the temporary directory, where this checkout may be.
        state = Path.of(System.getProperty("user.home"), ".cache", "quarkus-messaging-nats",
                "faults-" + fault + "-" + System.nanoTime());
        Files.createDirectories(state);
        command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx384m",
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Dquarkus.messaging.nats.servers=" + urls,
                "-Dquarkus.messaging.nats.ping-interval=20s", "-Dquarkus.messaging.nats.connect-timeout=5s",
                "-Dfaults.diary=" + diary, // never connected to, but without one the application does not start
                "-Dquarkus.datasource.jdbc.url=jdbc:postgresql://127.0.0.1:1/none",
                "-Dmp.messaging.incoming.faults-stored.sequence-store=file",
                "-Dquarkus.messaging.nats.sequence-store.file.directory=" + state));
        Stream.of("incoming.faults-group", "incoming.faults-owner", "incoming.faults-stored", "incoming.faults-relay",
                "outgoing.faults-relayed", "outgoing.faults-ticks")
                .forEach(channel -> command.add("-Dmp.messaging." + channel + ".enabled=true"));
        // What scripts/chaos sends has no stream here.
        Stream.of("out", "republished")
                .forEach(channel -> command.add("-Dmp.messaging.outgoing." + channel + ".enabled=false"));
        command.addAll(List.of(more));
        command.addAll(List.of("-jar", jar.toString()));
    }

    /** One more option of the JVM, from the next start on. */
    void add(String option) {
        command.add(1, option);
    }

    void start() throws IOException {
        process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGTERM, and wait until it has ended. */
    void stop() {
        process.destroy();
        process.onExit().join();
    }

    void freeze() {
        Signals.freeze(process.toHandle());
    }

    void thaw() {
        Signals.thaw(process.toHandle());
    }

    /** The port of the server that it has told last. */
    int connectedTo() throws IOException {
        int port = 0;
        Matcher matcher = CONNECTED.matcher(Files.readString(log));
        while (matcher.find()) {
            port = Integer.parseInt(matcher.group(1));
        }
        return port;
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            process.destroyForcibly();
            process.onExit().join();
        }
        Shell.tried("rm", "-rf", state.toString());
    }
}
