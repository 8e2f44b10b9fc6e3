package io.quarkiverse.messaging.nats.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What takes longer than the usual rows, by the names that {@code scripts/bench --full} takes. */
final class Parts {

    private static final int MOST_PROCESSES = 4;

    private final Bench bench;

    Parts(Bench bench) {
        this.bench = bench;
    }

    List<Row> rows(Options options) {
        List<Row> rows = new ArrayList<>();
        for (String part : options.parts()) {
            switch (part) {
                case "payloads" -> rows.addAll(Payloads.rows(bench));
                case "group" -> Stream.iterate(1, processes -> processes <= MOST_PROCESSES, processes -> processes * 2)
                        .forEach(processes -> rows.add(new Group(bench, processes).row(options.rounds())));
                case "heap" -> rows.add(new Heap(bench).row(options));
                case "quarkiverse" -> rows.addAll(Quarkiverse.rows(bench));
                case "startup" -> rows.add(Startup.row(bench));
                default -> throw new IllegalArgumentException("there is no part " + part);
            }
        }
        return rows;
    }
}
