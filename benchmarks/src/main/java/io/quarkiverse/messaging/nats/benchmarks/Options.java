package io.quarkiverse.messaging.nats.benchmarks;

import java.nio.file.Path;
import java.util.List;

/**
 * What {@code scripts/bench} was asked for.
 *
 * @param rounds of each row, unless it says how many it needs
 * @param messages of a usual row's round
 * @param directory where the results go
 * @param rows words of which a row's name holds one, or empty for all
 * @param parts what takes longer than the usual rows, and is measured instead of them; or empty
 * @param backlog messages that are read with a small heap
 */
record Options(int rounds, int messages, Path directory, List<String> rows, List<String> parts, long backlog) {

    static Options parse(String... arguments) {
        return new Options(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]), Path.of(arguments[2]),
                arguments.length > 3 ? List.of(arguments[3].split(";")) : List.of(), words("bench.parts"),
                Long.getLong("bench.backlog", 10_000_000));
    }

    private static List<String> words(String property) {
        String words = System.getProperty(property, "");
        return words.isEmpty() ? List.of() : List.of(words.split("[,;]"));
    }

    /** @return whether a row of one of these names is asked for */
    boolean wants(List<String> names) {
        return rows.isEmpty() || names.stream().anyMatch(name -> rows.stream().anyMatch(name::contains));
    }
}
