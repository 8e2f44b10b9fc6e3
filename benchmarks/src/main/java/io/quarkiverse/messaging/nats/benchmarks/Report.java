package io.quarkiverse.messaging.nats.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

/** The table as text, JSON and AsciiDoc, and a plot. */
final class Report {

    /**
     * A row's medians.
     *
     * @param against the best of the others
     * @param low the lowest ratio of a round
     * @param high the highest
     */
    record Line(@JsonProperty("row") String name, String against, double ours, double theirs, String unit, double ratio,
            double low, double high) {

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
    }

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final String RESULTS = "results.json";

    private final Path directory;
    private final String versions;
    private final List<Line> before;
    private List<Line> lines = List.of();

    /** @param more whether another application has measured other rows before, which stay in the table */
    Report(Path directory, String versions, boolean more) throws IOException {
        this.directory = directory;
        this.versions = versions;
        Path results = directory.resolve(RESULTS);
        this.before = more && Files.exists(results) ? List.of(JSON.readValue(results.toFile(), Line[].class)) : List.of();
    }

    /** After each round of all, so that a run which is cut off leaves what it has measured. */
    void write(List<Line> measured) throws IOException {
        lines = Stream.concat(before.stream(), measured.stream()).toList();
        Files.createDirectories(directory);
        JSON.writeValue(directory.resolve(RESULTS).toFile(), lines);
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
