package io.quarkiverse.messaging.nats.benchmarks;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the heaps held after each collection, over the messages that were read. */
final class HeapPlot {

    static final String OURS = "this extension";
    static final String THEIRS = "jnats by hand";
    private static final int LEFT = 60;
    private static final int WIDTH = 660;
    private static final int HEIGHT = 240;
    private static final double MEGABYTE = 1 << 20;

    /** Of one collection: the share of the messages that were read, and megabytes. */
    private record Sample(double share, double megabytes) {
    }

    private final Map<String, List<Sample>> sides = new LinkedHashMap<>();

    /** @param lines what a worker said: {@code gc <millis> <bytes> <messages>} */
    void add(String side, List<String> lines, long messages) {
        sides.put(side, lines.stream().filter(line -> line.startsWith("gc ")).map(line -> line.split(" "))
                .map(words -> new Sample(Math.min(1, Double.parseDouble(words[3]) / messages),
                        Double.parseDouble(words[2]) / MEGABYTE))
                .toList());
    }

    /** @return for each side a line that says whether it grew */
    List<String> notes() {
        return sides.entrySet().stream().map(side -> String.format(Locale.ROOT,
                "heap of %s after a collection: median %.1f MB in the first quarter, %.1f MB in the last, highest %.1f MB (%d collections)",
                side.getKey(), median(side.getValue(), 0, 0.25), median(side.getValue(), 0.75, 1.01),
                side.getValue().stream().mapToDouble(Sample::megabytes).max().orElse(0), side.getValue().size())).toList();
    }

    private static double median(List<Sample> samples, double from, double to) {
        double[] of = samples.stream().filter(sample -> sample.share() >= from && sample.share() < to)
                .mapToDouble(Sample::megabytes).sorted().toArray();
        return of.length == 0 ? 0 : Arrays.stream(of).skip(of.length / 2).findFirst().orElse(0);
    }

    /** @param megabytes of the whole heap */
    String svg(int megabytes) {
        StringBuilder svg = new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 760 300\""
                + " font-family=\"sans-serif\" font-size=\"12\">\n");
        for (int mark = 0; mark <= megabytes; mark += 16) {
            double y = y(mark, megabytes);
            svg.append(String.format(Locale.ROOT,
                    "<line x1=\"%d\" x2=\"%d\" y1=\"%.0f\" y2=\"%.0f\" stroke=\"#ddd\"/><text x=\"4\" y=\"%.0f\">%d MB</text>%n",
                    LEFT, LEFT + WIDTH, y, y, y + 4, mark));
        }
        String[] colours = { "#27ae60", "#7f8c8d" };
        int i = 0;
        for (Map.Entry<String, List<Sample>> side : sides.entrySet()) {
            String colour = colours[i % colours.length];
            StringBuilder points = new StringBuilder();
            side.getValue().forEach(sample -> points.append(String.format(Locale.ROOT, "%.1f,%.1f ",
                    LEFT + sample.share() * WIDTH, y(sample.megabytes(), megabytes))));
            svg.append("<polyline fill=\"none\" stroke=\"" + colour + "\" points=\"" + points.toString().trim() + "\"/>\n");
            svg.append("<text x=\"" + (LEFT + 6 + i * 160) + "\" y=\"14\" fill=\"" + colour + "\">" + side.getKey()
                    + "</text>\n");
            i++;
        }
        svg.append("<text x=\"" + LEFT + "\" y=\"290\">in the heap after each collection, from the first message to the"
                + " last</text>\n</svg>\n");
        return svg.toString();
    }

    private static double y(double megabytes, int all) {
        return 20 + HEIGHT - megabytes / all * HEIGHT;
    }
}
