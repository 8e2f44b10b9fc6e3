package io.quarkiverse.messaging.nats.deployment.devservices;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts a shell around a command that ends it, and removes its directory, when the shell's standard input ends: a pipe that only
 * this JVM holds, so that it ends with the JVM however that dies. On Windows there is no shell and no watchdog.
 */
final class Watchdog {

    /**
     * $1 is the directory to remove, the rest the command. The watching loop forks nothing while it watches, and takes its nap
     * with it, so nothing of it stays behind. A server that ends by itself leaves its directory, whose log the JVM still wants
     * to read.
     */
    private static final String SCRIPT = """
            directory=$1; shift
            exec 3<&0 </dev/null
            "$@" 3<&- & server=$!
            {
              while read -r _ <&3; do :; done
              sleep 3 & nap=$!
              trap 'kill "$nap"; wait "$nap"; exit' TERM
              : >"$directory/stopped"; kill "$server"; wait "$nap"; kill -9 "$server"
            } 2>/dev/null & watch=$!
            wait "$server"; status=$?
            kill "$watch" 2>/dev/null; wait "$watch" 2>/dev/null
            [ -e "$directory/stopped" ] && rm -rf -- "$directory"
            exit "$status"
            """;

    private Watchdog() {
    }

    static boolean isAround() {
        return File.separatorChar != '\\';
    }

    static List<String> around(List<String> command, Path directory) {
        if (!isAround()) {
            return command;
        }
        List<String> guarded = new ArrayList<>();
        // Ctrl-C in a terminal goes to the whole process group: the server must outlive the application's way of stopping.
        for (String setsid : List.of("/usr/bin/setsid", "/bin/setsid")) {
            if (Files.isExecutable(Path.of(setsid))) {
                guarded.add(setsid);
                break;
            }
        }
        guarded.addAll(List.of("/bin/sh", "-c", SCRIPT, "nats-dev-service", directory.toString()));
        guarded.addAll(command);
        return guarded;
    }
}
