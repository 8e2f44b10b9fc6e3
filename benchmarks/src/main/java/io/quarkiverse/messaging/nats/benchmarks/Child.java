package io.quarkiverse.messaging.nats.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A Java process that says lines, and may be told some. */
final class Child implements AutoCloseable {

    private final Process process;
    private final PrintStream told;
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    private final List<String> others = new ArrayList<>();

    private Child(Process process) {
        this.process = process;
        this.told = new PrintStream(process.getOutputStream(), true);
        Thread reader = new Thread(this::read, "child-" + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * @param jar the system property that has the jar's path
     * @param options of the JVM
     */
    static Child start(String jar, List<String> options) throws IOException {
        String path = System.getProperty(jar);
        if (path == null) {
            throw new IllegalStateException("-D" + jar + " is missing, start this with scripts/bench");
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-jar", path));
        return new Child(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            lines.lines().forEach(said::add);
        } catch (IOException | java.io.UncheckedIOException e) {
            said.add("its output ended: " + e.getMessage());
        }
    }

    /** @return what stands behind the word in the next line that begins with it */
    String await(String word, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < end && (process.isAlive() || !said.isEmpty())) {
            String line = said.poll(100, TimeUnit.MILLISECONDS);
            if (line != null && line.startsWith(word)) {
                return line.substring(word.length()).trim();
            } else if (line != null) {
                others.add(line);
            }
        }
        throw new IllegalStateException("a process did not say " + word + ", but: "
                + String.join("\n", others.subList(Math.max(0, others.size() - 20), others.size())));
    }

    /** @return what was said before what was waited for */
    List<String> others() {
        return others;
    }

    void tell(String line) {
        told.println(line);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
