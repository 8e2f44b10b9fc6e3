package io.quarkiverse.messaging.nats.benchmarks;

import java.util.List;
import java.util.Map;

/**
 * What this extension does beside others.
 *
 * @param names of the figures that a side has after a round
 * @param unit msg/s, or us
 * @param share of the messages of a usual row
 * @param load what all of them work on
 * @param ours this extension
 * @param theirs what it is measured against; the best of them counts
 */
record Row(List<String> names, String unit, double share, Load load, Side ours, Map<String, Side> theirs) {

    Row(String name, double share, Load load, Side ours, Map<String, Side> theirs) {
        this(List.of(name), "msg/s", share, load, ours, theirs);
    }

    boolean lessIsBetter() {
        return unit.equals("us");
    }
}
