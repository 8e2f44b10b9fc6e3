package io.quarkiverse.messaging.nats.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/** The table as text, JSON and AsciiDoc, and a plot. */
final class Report {

    /**
     * A row's medians.
     *
     * @param against the best of the others
     * @param low the lowest ratio of a round
     * @param high the highest
     */
    record Line(String name, String against, double ours, double theirs, String unit, double ratio, double low, double high) {

        String text() {
            return String.format(Locale.ROOT, "%-38s %10.0f %10.0f %-6s %5.2f  (%.2f to %.2f)  %s", name, ours, theirs,
                    unit, ratio, low, high, against);
        }

        /** A row of the documentation's table. */
        String adoc() {
            return String.format(Locale.ROOT, "| +%s+ | %,.0f | %,.0f | %s | *%.2f* | %.2f to %.2f | %s", name, ours, theirs,
                    unit,
                    ratio, low, high, against);
        }

        String json() {
            return String.format(Locale.ROOT,
                    "{\"row\":\"%s\",\"against\":\"%s\",\"ours\":%.1f,\"theirs\":%.1f,\"unit\":\"%s\",\"ratio\":%.3f,"
                            + "\"low\":%.3f,\"high\":%.3f}",
                    name, against, ours, theirs, unit, ratio, low, high);
        }
    }

    private final Path directory;
    private final String versions;
    private List<Line> lines = List.of();

    Report(Path directory, String versions) {
        this.directory = directory;
        this.versions = versions;
    }

    /** After each round of all, so that a run which is cut off leaves what it has measured. */
    void write(List<Line> measured) throws IOException {
        lines = measured;
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("results.json"),
                "[\n" + String.join(",\n", lines.stream().map(Line::json).toList()) + "\n]\n");
        Files.writeString(directory.resolve("results.svg"), Plot.of(lines));
        Files.writeString(directory.resolve("results.adoc"), adoc());
    }

    private String adoc() {
        return "// written by scripts/bench --docs\n[cols=\"4,2,2,1,1,2,3\",options=\"header\"]\n.nats-server "
                + versions.substring("nats-server ".length()) + ", " + LocalDate.now() + "\n|===\n"
                + "| Row | This extension | The other | | Ratio | Of a round | The other is\n"
                + String.join("\n", lines.stream().map(Line::adoc).toList()) + "\n|===\n";
    }

    void print() {
        System.out.println(versions);
        System.out.printf("%-38s %10s %10s %-6s %5s%n", "row", "ours", "theirs", "unit", "ratio");
        lines.forEach(line -> System.out.println(line.text()));
    }
}
