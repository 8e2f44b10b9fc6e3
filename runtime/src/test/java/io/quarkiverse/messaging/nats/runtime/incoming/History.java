package io.quarkiverse.messaging.nats.runtime.incoming;

import java.util.ArrayList;
import java.util.List;

/** What all instances of a test have begun and handled, and what began too early. */
final class History {

    private final List<String> words = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private long highest;
    private int count;

    /** The handling of a message begins: all before it must have been handled. */
    synchronized void begun(int member, long sequence) {
        words.add(member + " begins " + sequence);
        if (sequence > highest + 1) {
            violations.add(sequence + " began when " + highest + " was the last handled");
        }
    }

    synchronized void handled(int member, long sequence) {
        words.add(member + " handled " + sequence);
        highest = Math.max(highest, sequence);
        count++;
    }

    synchronized void happened(int member, String what) {
        words.add(member + " " + what);
    }

    synchronized long highest() {
        return highest;
    }

    synchronized int count() {
        return count;
    }

    synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    @Override
    public synchronized String toString() {
        return String.join(", ", words);
    }
}
