package io.quarkiverse.messaging.nats.chaos.faults;

import java.io.IOException;
import java.util.List;

/** Commands of the system. */
final class Shell {

    private Shell() {
    }

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    static void run(String... command) {
        if (!tried(command)) {
            throw new IllegalStateException("failed: " + List.of(command));
        }
    }

    /** @return whether it ended with 0 */
    static boolean tried(String... command) {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
