package io.quarkiverse.messaging.nats.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.messaging.nats.testing.Signals;

/** One worker, which is started again when it was killed. */
final class WorkerProcess {

    private final List<String> command;
    private final Path log;
    private Process process;

    WorkerProcess(Options options, int number, String nats, String database, Path state) {
        log = options.logs.resolve("chaos-" + options.store + "-" + number + ".log");
        command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx160m",
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto",
                "-Dquarkus.messaging.nats.servers=" + nats, "-Dquarkus.datasource.jdbc.url=" + database,
                "-Dquarkus.messaging.nats.sequence-store.file.directory=" + state,
                "-Dmp.messaging.incoming." + options.store + ".enabled=true",
                "-Dchaos.fail-per-mille=" + (options.cost ? 0 : 9), "-Dchaos.stall-per-mille=" + (options.cost ? 0 : 1), "-jar",
                options.jar.toString()));
    }

    void start() {
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Started again where it ended by itself: with the server away it may refuse to start. */
    void keepRunning() {
        if (!process.isAlive()) {
            start();
        }
    }

    void kill() {
        process.toHandle().destroyForcibly();
        process.onExit().join();
    }

    void freeze() {
        Signals.freeze(process.toHandle());
    }

    void thaw() {
        Signals.thaw(process.toHandle());
    }
}
