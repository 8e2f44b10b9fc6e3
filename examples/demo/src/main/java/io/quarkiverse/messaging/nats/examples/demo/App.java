package io.quarkiverse.messaging.nats.examples.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One process of the application, with what it has written to standard output so far. */
final class App {

    private static final long STOP_SECONDS = 20;

    private final String name;
    private final Process process;
    private final Path output;
    private final Path log;
    private volatile boolean expectedToRun = true;

    private App(String name, Process process, Path output, Path log) {
        this.name = name;
        this.process = process;
        this.output = output;
        this.log = log;
    }

    /**
     * Starts the application; it is not waited for.
     *
     * @param jar quarkus-run.jar
     * @param profile its profile
     * @param server where the server listens
     * @param directory where output and log go, and what a killed process leaves behind
     * @param name what this process is called
     */
    static App start(Path jar, String profile, String server, Path directory, String name) {
        Path output = directory.resolve(name + ".out");
        Path log = directory.resolve(name + ".log");
        ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m", "-Djava.io.tmpdir=" + directory, "-Dquarkus.profile=" + profile,
                "-Dquarkus.messaging.nats.servers=" + server, "-jar",
                jar.toString());
        builder.redirectOutput(output.toFile()).redirectError(log.toFile());
        try {
            return new App(name, builder.start(), output, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines that begin with this word. A line that is still being written is left out. */
    private Stream<String> lines(String word) {
        String text = text(output);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().filter(line -> line.startsWith(word + ' '));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it has handled, in the order in which it did. */
    List<Handled> handled() {
        return lines("handled").map(Handled::parse).toList();
    }

    /** Whether it has started, its channels included. */
    boolean isStarted() {
        return said(" started in ") > 0;
    }

    /** How many deliveries it has handled. */
    long handledCount() {
        return lines("handled").count();
    }

    /** How many batches it was given. */
    long batches() {
        return lines("batch").count();
    }

    /** With how many messages a channel has caught up; -1 while it has not. */
    long caughtUpWith() {
        return lines("caught-up").mapToLong(line -> Long.parseLong(line.split(" ")[2])).findFirst().orElse(-1);
    }

    /** How many it had handled when it first wrote a line that begins with this word. */
    long handledBefore(String word) {
        return text(output).lines().takeWhile(line -> !line.startsWith(word + ' '))
                .filter(line -> line.startsWith("handled ")).count();
    }

    /** How many lines of its log contain this. */
    long said(String words) {
        return text(log).lines().filter(line -> line.contains(words)).count();
    }

    /** How long it took to publish, in milliseconds; -1 while it still does. */
    long publishedIn() {
        return lines("published").mapToLong(line -> Long.parseLong(line.split(" ")[2])).findFirst().orElse(-1);
    }

    /** SIGKILL: no time to say good-bye. */
    void kill() {
        expectedToRun = false;
        process.destroyForcibly().onExit().join();
    }

    /** SIGTERM, and SIGKILL where that is not enough. */
    void stop() {
        expectedToRun = false;
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                kill();
                throw new ScenarioFailed("%s did not stop within %d s of SIGTERM, see %s", name, STOP_SECONDS, log);
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
    }

    /** Fails where it has ended by itself. */
    void checkRuns() {
        if (expectedToRun && !process.isAlive()) {
            throw new ScenarioFailed("%s ended by itself with %d, see %s", name, process.exitValue(), log);
        }
    }
}
