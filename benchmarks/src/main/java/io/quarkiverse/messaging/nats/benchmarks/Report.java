package io.quarkiverse.messaging.nats.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The table, {@code results.json} and a plot. */
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
        Files.writeString(directory.resolve("results.svg"), svg());
    }

    void print() {
        System.out.println(versions);
        System.out.printf("%-38s %10s %10s %-6s %5s%n", "row", "ours", "theirs", "unit", "ratio");
        lines.forEach(line -> System.out.println(line.text()));
    }

    /** A bar for each ratio, and a line where both are equal. */
    private String svg() {
        int height = 40 + lines.size() * 22;
        StringBuilder svg = new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 760 " + height
                + "\" font-family=\"sans-serif\" font-size=\"12\">\n");
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            int y = 20 + i * 22;
            double width = Math.min(2, line.ratio()) * 200;
            svg.append(String.format(Locale.ROOT,
                    "<text x=\"0\" y=\"%d\">%s</text><rect x=\"260\" y=\"%d\" width=\"%.0f\" height=\"14\" fill=\"#27ae60\"/>"
                            + "<text x=\"%.0f\" y=\"%d\">%.2f</text>%n",
                    y + 11, line.name(), y, width, 266 + width, y + 11, line.ratio()));
        }
        svg.append("<line x1=\"460\" x2=\"460\" y1=\"10\" y2=\"" + (height - 16) + "\" stroke=\"#333\"/>\n<text x=\"440\" y=\""
                + (height - 2) + "\">1 = jnats by hand</text>\n</svg>\n");
        return svg.toString();
    }
}
