package io.quarkiverse.messaging.nats.benchmarks;

import java.util.List;
import java.util.Map;

/**
 * What this extension does beside others.
 *
 * @param names of the figures that a side has after a round
 * @param unit msg/s, us, or ms
 * @param share of the messages of a usual row
 * @param rounds how many it needs, without a warm-up, for its processes are new each time; 0 for as many as are asked for
 * @param load what all of them work on
 * @param ours this extension
 * @param theirs what it is measured against; the best of them counts
 */
record Row(List<String> names, String unit, double share, int rounds, Load load, Side ours,
        Map<String, Side> theirs) {

    Row(String name, double share, Load load, Side ours, Map<String, Side> theirs) {
        this(List.of(name), "msg/s", share, 0, load, ours, theirs);
    }

    boolean lessIsBetter() {
        return !unit.equals("msg/s");
    }

    boolean takesPart(int round, int asked) {
        return rounds == 0 ? round < asked : round >= 0 && round < rounds;
    }
}
