package io.quarkiverse.messaging.nats.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rounds of a row: its sides in turn, and which is first in turn too, so that none has the warmer machine. */
final class Rounds {

    private static final String OURS = "";

    private final Row row;
    private final int messages;
    private final Map<String, Side> sides = new LinkedHashMap<>();
    private final Map<String, List<double[]>> figures = new LinkedHashMap<>();
    private final List<String> order;

    Rounds(Row row, int messages) {
        this.row = row;
        this.messages = messages;
        sides.put(OURS, row.ours());
        sides.putAll(row.theirs());
        sides.keySet().forEach(side -> figures.put(side, new ArrayList<>()));
        order = new ArrayList<>(sides.keySet());
    }

    /** @return how many it needs, where so many are asked for */
    int rounds(int asked) {
        return row.rounds() == 0 ? asked : row.rounds();
    }

    /** @param round below 0 it is a warm-up */
    void next(int round, int asked) throws Exception {
        if (!row.takesPart(round, asked)) {
            return;
        }
        row.load().prepare(messages);
        for (String side : order) {
            double[] figure = sides.get(side).round(messages);
            if (round >= 0) {
                figures.get(side).add(figure);
            }
        }
        row.load().clean();
        Collections.reverse(order);
    }

    /** What the rounds so far say beside each of the others, the best of them first. */
    List<Report.Line> lines() {
        List<Report.Line> lines = new ArrayList<>();
        for (int i = 0; i < row.names().size(); i++) {
            int index = i;
            row.theirs().keySet().stream().map(other -> line(index, other))
                    .sorted(row.lessIsBetter() ? Comparator.comparing(Report.Line::theirs)
                            : Comparator.comparing(Report.Line::theirs).reversed())
                    .forEach(lines::add);
        }
        return lines;
    }

    private Report.Line line(int index, String other) {
        double[] ours = figures(OURS, index);
        double[] theirs = figures(other, index);
        double[] ratios = new double[ours.length];
        Arrays.setAll(ratios, round -> ours[round] / theirs[round]);
        Arrays.sort(ratios);
        return new Report.Line(row.names().get(index), other, median(ours), median(theirs), row.unit(),
                median(ours) / median(theirs), ratios[0], ratios[ratios.length - 1]);
    }

    private double[] figures(String side, int index) {
        return figures.get(side).stream().mapToDouble(round -> round[index]).toArray();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
