package io.quarkiverse.messaging.nats.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.awaitility.Awaitility;

/** The signals that Java can't send. */
public final class Signals {

    private Signals() {
    }

    static void send(ProcessHandle process, String name) {
        try {
            new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** SIGSTOP, and wait until it stands still: what arrives while the signal is on its way would still be answered. */
    public static void freeze(ProcessHandle process) {
        send(process, "STOP");
        Path state = Path.of("/proc", String.valueOf(process.pid()), "stat");
        if (Files.exists(state)) {
            Awaitility.await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1))
                    .until(() -> Files.readString(state).contains(") T "));
        }
    }

    /** SIGCONT. */
    public static void thaw(ProcessHandle process) {
        send(process, "CONT");
    }
}
