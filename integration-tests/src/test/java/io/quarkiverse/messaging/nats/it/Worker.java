package io.quarkiverse.messaging.nats.it;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The packaged application of this module as a process of its own. */
final class Worker implements AutoCloseable {

    /** It lives for seconds: what costs least at the start, as in the worker of the chaos runs. */
    private static final List<String> QUICK = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private final Thread reader;

    private Worker(Process process) {
        this.process = process;
        reader = new Thread(this::read, "worker-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts it; {@code -X…} keys are JVM options, and then the only ones; all others are system properties. */
    static Worker start(Map<String, String> properties) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (properties.keySet().stream().noneMatch(key -> key.startsWith("-X"))) {
            command.addAll(QUICK);
        }
        properties.forEach((key, value) -> command.add(key.startsWith("-X") ? key : "-D" + key + "=" + value));
        command.addAll(List.of("-jar", Path.of("target", "quarkus-app", "quarkus-run.jar").toAbsolutePath().toString()));
        try {
            return new Worker(new ProcessBuilder(command).redirectErrorStream(true).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try (BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream()))) {
            String line;
            while ((line = out.readLine()) != null) {
                lines.add(line);
            }
        } catch (IOException e) {
            lines.add("output ended: " + e);
        }
    }

    /** All lines so far. */
    List<String> lines() {
        return lines;
    }

    /** The first number of each line that begins with a word, in order. */
    List<Long> numbers(String word) {
        return lines.stream().filter(line -> line.startsWith(word + " ")).map(line -> Long.parseLong(line.split(" ")[1]))
                .toList();
    }

    /** Waits for a line that contains the text. */
    String awaitLine(String text, Duration most) {
        try {
            await().atMost(most).until(() -> !process.isAlive() || lines.stream().anyMatch(line -> line.contains(text)));
            return lines.stream().filter(line -> line.contains(text)).findFirst().orElseThrow();
        } catch (RuntimeException e) {
            throw new AssertionError("no line with '" + text + "':\n" + String.join("\n", lines), e);
        }
    }

    /** Asks a question, and waits for the answer that begins with a word. */
    String ask(String question, String answer) {
        int before = lines.size();
        try {
            OutputStream in = process.getOutputStream();
            in.write((question + "\n").getBytes(StandardCharsets.UTF_8));
            in.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await().atMost(Duration.ofSeconds(60))
                .until(() -> lines.stream().skip(before).anyMatch(line -> line.startsWith(answer + " ")));
        return lines.stream().skip(before).filter(line -> line.startsWith(answer + " ")).findFirst().orElseThrow();
    }

    /** SIGKILL. */
    void kill() {
        process.toHandle().destroyForcibly();
        awaitEnd();
    }

    /** SIGTERM, and wait for the end. */
    void stop() {
        askToStop();
        awaitEnd();
    }

    /** SIGTERM. */
    void askToStop() {
        // By its handle: Process.destroy() would close the pipe before the last lines are read.
        process.toHandle().destroy();
    }

    /** The end of the process, and of what it had to say. */
    private void awaitEnd() {
        process.onExit().join();
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        kill();
    }
}
