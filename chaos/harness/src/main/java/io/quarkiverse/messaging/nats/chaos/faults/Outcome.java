package io.quarkiverse.messaging.nats.chaos.faults;

import java.util.List;
import java.util.Locale;

/**
 * What became of one fault.
 *
 * @param lost messages that the server had confirmed and that did not arrive
 * @param doubled that arrived again, without a sequence store
 * @param doubledStored likewise, with one
 * @param recovered milliseconds from the end of the fault until every channel had received a newer message
 * @param threads how many more there were afterwards
 * @param health what it said, and when
 * @param problems what is not as promised
 */
record Outcome(Fault fault, long lost, long doubled, long doubledStored, long recovered, int threads, String health,
        List<String> problems) {

    boolean isOk() {
        return problems.isEmpty();
    }

    String seconds() {
        return String.format(Locale.ROOT, "%.1f", recovered / 1000.0);
    }

    String line() {
        String line = String.format(Locale.ROOT,
                "%-4s%-20s lost=%d duplicated=%d with-a-store=%d recovered=%ss threads=%+d health=%s",
                isOk() ? "ok" : "FAIL", fault.name(), lost, doubled, doubledStored, seconds(), threads, health);
        return isOk() ? line : line + "\n      " + String.join("\n      ", problems);
    }
}
