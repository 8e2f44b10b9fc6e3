package io.quarkiverse.messaging.nats.chaos;

import java.util.Locale;
import java.util.Set;

/**
 * What a run has shown.
 *
 * @param store the store
 * @param messages how many the server had confirmed
 * @param wanted how many faults were wanted
 * @param kills how many there were
 * @param redeliveries how many deliveries there were beyond the first of each message
 * @param lost messages without an effect
 * @param duplicated effects beyond the first of a message
 * @param undrained what the consumer still held at the end
 */
record Result(String store, long messages, int wanted, int kills, long redeliveries, long lost, long duplicated,
        long undrained, long seed) {

    private static final Set<String> EXACTLY_ONCE = Set.of("jdbc", "jdbc-exclusive", "nats-stream", "outside");

    /** @return one line */
    String line() {
        return String.format(Locale.ROOT, "store=%s messages=%d kills=%d redeliveries=%d lost=%d duplicated=%d seed=%d", store,
                messages, kills, redeliveries, lost, duplicated, seed);
    }

    /** @return whether every number that the store promises is 0 */
    boolean isKept() {
        return lost == 0 && undrained == 0 && (duplicated == 0 || !EXACTLY_ONCE.contains(store));
    }

    /** @return 0, 1 where a promise was broken, 2 where the run proves nothing */
    int exitCode() {
        if (!isKept()) {
            return 1;
        }
        return kills < wanted || redeliveries < kills ? 2 : 0;
    }
}
