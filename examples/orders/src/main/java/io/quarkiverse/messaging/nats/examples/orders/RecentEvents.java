package io.quarkiverse.messaging.nats.examples.orders;

import java.util.ArrayList;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

/**
 * The latest events, in one ring for all browsers. A browser that is slow finds the oldest overwritten: it misses events,
 * and nothing builds up for it.
 */
@ApplicationScoped
public class RecentEvents {

    static final int SIZE = 512;

    private final OrderEvent[] ring = new OrderEvent[SIZE];
    private long added;

    synchronized void add(OrderEvent event) {
        ring[(int) (added++ % SIZE)] = event;
    }

    /**
     * @param seen what an earlier call said, or 0
     * @return what came since, as far as it is still here, and how far that is
     */
    synchronized Batch since(long seen) {
        long first = Math.max(seen, added - SIZE);
        List<OrderEvent> events = new ArrayList<>((int) (added - first));
        for (long number = first; number < added; number++) {
            events.add(ring[(int) (number % SIZE)]);
        }
        return new Batch(events, added);
    }

    /** Events, and the value for the next call. */
    record Batch(List<OrderEvent> events, long seen) {
    }
}
