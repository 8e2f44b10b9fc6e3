package io.quarkiverse.messaging.nats.examples.demo;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What one or several processes have handled, counted. */
record Tally(List<Handled> all) {

    static Tally of(App... apps) {
        return new Tally(List.of(apps).stream().map(App::handled).flatMap(Collection::stream).toList());
    }

    /** How many messages, a redelivery not counted again. */
    long messages() {
        return all.stream().mapToLong(Handled::sequence).distinct().count();
    }

    /** How many deliveries beyond the first of each message. */
    long again() {
        return all.size() - messages();
    }

    /** How many messages of this tally are in the other one too. */
    long alsoIn(Tally other) {
        Set<Long> sequences = new HashSet<>(other.all.stream().map(Handled::sequence).toList());
        return all.stream().mapToLong(Handled::sequence).distinct().filter(sequences::contains).count();
    }

    /** The first message that has a lower sequence than the one before it; 0 where all are in order. */
    long firstOutOfOrder() {
        for (int i = 1; i < all.size(); i++) {
            if (all.get(i).sequence() < all.get(i - 1).sequence()) {
                return all.get(i).sequence();
            }
        }
        return 0;
    }

    /** From the first line to the last, in milliseconds. */
    long millis() {
        return all.stream().mapToLong(Handled::millis).max().orElse(0)
                - all.stream().mapToLong(Handled::millis).min().orElse(0);
    }
}
