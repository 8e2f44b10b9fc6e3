package io.quarkiverse.messaging.nats.benchmarks;

import java.util.Map;

/**
 * One figure: this extension beside others.
 *
 * @param name what is measured
 * @param unit msg/s, or us
 * @param share of the messages of a usual row
 * @param ours this extension
 * @param theirs what it is measured against; the best of them counts
 */
record Row(String name, String unit, double share, Side ours, Map<String, Side> theirs) {

    boolean lessIsBetter() {
        return unit.equals("us");
    }
}
