package io.quarkiverse.messaging.nats.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

import org.awaitility.Awaitility;

/**
 * A process and all that came of it, also what has lost its parent: all of them inherit a variable of the environment. Where
 * there is no /proc to read that from, a process is known by the directory that its command line names.
 */
final class ProcessFamily {

    private static final String VARIABLE = "NATS_TESTING_FAMILY";
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Path directory;
    private boolean ended;

    /**
     * @param directory a directory that no other family has
     */
    ProcessFamily(Path directory) {
        this.directory = directory;
    }

    synchronized Process start(ProcessBuilder builder) throws IOException {
        if (ended) {
            throw new IOException("ended already");
        }
        builder.environment().put(VARIABLE, directory.toString());
        return builder.start();
    }

    /** Those that run. */
    List<ProcessHandle> all() {
        return ProcessHandle.allProcesses().filter(this::contains).toList();
    }

    private boolean contains(ProcessHandle process) {
        Path environment = Path.of("/proc", String.valueOf(process.pid()), "environ");
        try {
            return Files.readString(environment, StandardCharsets.ISO_8859_1).contains(VARIABLE + "=" + directory);
        } catch (IOException e) {
            return process.info().commandLine().orElse("").contains(directory.toString());
        }
    }

    ProcessHandle only(String what, Predicate<ProcessHandle.Info> wanted) {
        List<ProcessHandle> found = all().stream().filter(process -> wanted.test(process.info())).toList();
        if (found.size() != 1) {
            throw new IllegalStateException(found.size() + " processes are a " + what + ", 1 wanted: " + this);
        }
        return found.get(0);
    }

    /** Kills all, and lets none start from now on. */
    synchronized void end() {
        ended = true;
        kill();
    }

    /** SIGKILL for all, until none is left. */
    void kill() {
        Awaitility.await().pollDelay(Duration.ZERO).atMost(LONGEST).until(() -> {
            all().forEach(ProcessHandle::destroyForcibly);
            return all().isEmpty();
        });
    }

    @Override
    public String toString() {
        return all().stream().map(process -> process.pid() + " " + process.info().commandLine().orElse("")).toList()
                .toString();
    }
}
