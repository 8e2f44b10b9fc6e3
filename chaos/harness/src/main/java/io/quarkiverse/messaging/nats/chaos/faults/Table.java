package io.quarkiverse.messaging.nats.chaos.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The table of the documentation. */
final class Table {

    private Table() {
    }

    static void write(List<Outcome> outcomes, List<String> skipped, Path file) throws IOException {
        StringBuilder text = new StringBuilder(
                """
                        [cols="5,6,2,1,2,1,6",options="header"]
                        |===
                        | Fault | What happens | Seconds to recover | Lost | Duplicated | with a store | What health said first, and when

                        """);
        for (Outcome outcome : outcomes) {
            text.append("| `").append(outcome.fault().name()).append("`: ").append(outcome.fault().done()).append('\n')
                    .append("| ").append(outcome.fault().happens())
                    .append(outcome.isOk() ? "" : " *Not as promised*: " + escaped(String.join("; ", outcome.problems())))
                    .append('\n')
                    .append("| ").append(outcome.seconds()).append(" | ").append(outcome.lost()).append(" | ")
                    .append(outcome.doubled()).append(" | ").append(outcome.doubledStored()).append('\n')
                    .append("| ")
                    .append(escaped(outcome.health()))
                    .append("\n\n");
        }
        text.append("|===\n");
        skipped.forEach(line -> text.append("\nNot run: ").append(line).append(".\n"));
        Files.writeString(file, text);
    }

    /** Points in time and subjects are wider than the column: they may be broken. */
    private static String escaped(String words) {
        return words.replaceAll("(\\d{4}-\\d\\d-\\d\\d)T([0-9:]+)\\.\\d+Z", "$1 $2")
                .replace("|", "\\|").replace("`", "").replace("{", "(").replace("}", ")")
                .replaceAll("(?<=[A-Z])\\.(?=[A-Za-z])", ".&#8203;");
    }
}
