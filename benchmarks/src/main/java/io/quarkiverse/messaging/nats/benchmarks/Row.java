package io.quarkiverse.messaging.nats.benchmarks;

import java.util.List;

/**
 * One figure: this extension beside others.
 *
 * @param name what is measured
 * @param against what it is measured against
 * @param unit msg/s, or us
 * @param share of the messages of a usual row
 * @param ours this extension
 * @param theirs the others; the best of them counts
 */
record Row(String name, String against, String unit, double share, Side ours, List<Side> theirs) {

    boolean lessIsBetter() {
        return unit.equals("us");
    }
}
