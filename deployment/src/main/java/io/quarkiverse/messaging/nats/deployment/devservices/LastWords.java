package io.quarkiverse.messaging.nats.deployment.devservices;

import java.util.List;

/** What a server said before it ended. */
final class LastWords {

    private LastWords() {
    }

    /** The first error, which is the reason of the others; without one, the last line. */
    static String of(List<String> lines) {
        return lines.stream().filter(line -> line.contains("[FTL]") || line.contains("[ERR]")).findFirst()
                .orElse(lines.isEmpty() ? "nothing" : lines.get(lines.size() - 1)).trim();
    }
}
