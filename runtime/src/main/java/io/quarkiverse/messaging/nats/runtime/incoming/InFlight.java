package io.quarkiverse.messaging.nats.runtime.incoming;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.nats.client.Message;
import io.quarkiverse.messaging.nats.IncomingNatsMetadata;

/**
 * The unsettled deliveries of a channel, in the order of arrival: a linked list through the deliveries themselves, so
 * that adding and removing costs nothing. Bounded by {@code max-in-flight}.
 */
final class InFlight {

    private Delivery head;
    private Delivery tail;
    /** The first that waits, or {@code null}. */
    private Delivery firstWaiting;
    /** Also read by whoever shows it, on another thread and perhaps a moment late. */
    private int size;
    private long bytes;
    private long highest;
    private boolean regular = true;

    int size() {
        return size;
    }

    long bytes() {
        return bytes;
    }

    Delivery head() {
        return head;
    }

    /** @return whether all are here in the order of the stream, none of them delivered again */
    boolean isRegular() {
        return regular;
    }

    /** @return the delivery that the message is: one more of a message that is here, or a new one */
    Delivery arrived(Message message, IncomingNatsMetadata metadata, long now) {
        Delivery held = find(metadata.streamSequence());
        if (held == null) {
            Delivery delivery = new Delivery(message, metadata, now);
            add(delivery);
            return delivery;
        }
        held.adopt(message, metadata, now);
        regular = size == 1;
        if (held.state == Delivery.State.OPEN) {
            // Its method has ended and left it unsettled: it is given again.
            remove(held);
            held.state = Delivery.State.WAITING;
            add(held);
        }
        return held;
    }

    void add(Delivery delivery) {
        regular = tail == null || regular && delivery.sequence > tail.sequence
                && delivery.metadata.consumerSequence() > tail.metadata.consumerSequence();
        delivery.previous = tail;
        if (tail == null) {
            head = delivery;
        } else {
            tail.next = delivery;
        }
        tail = delivery;
        if (firstWaiting == null) {
            firstWaiting = delivery;
        }
        size++;
        bytes += delivery.bytes;
        highest = Math.max(highest, delivery.sequence);
    }

    void remove(Delivery delivery) {
        if (delivery == firstWaiting) {
            advance();
        }
        if (delivery.previous == null) {
            head = delivery.next;
        } else {
            delivery.previous.next = delivery.next;
        }
        if (delivery.next == null) {
            tail = delivery.previous;
        } else {
            delivery.next.previous = delivery.previous;
        }
        delivery.previous = null;
        delivery.next = null;
        size--;
        bytes -= delivery.bytes;
    }

    /** @return the delivery that has waited longest, or {@code null}; it stays here */
    Delivery firstWaiting() {
        return firstWaiting;
    }

    /** @return whether so many wait at least */
    boolean waits(int many) {
        int waiting = 0;
        for (Delivery delivery = firstWaiting; delivery != null && waiting < many; delivery = delivery.next) {
            if (delivery.state == Delivery.State.WAITING) {
                waiting++;
            }
        }
        return waiting >= many;
    }

    /** The first that waited no longer does. */
    void advance() {
        do {
            firstWaiting = firstWaiting.next;
        } while (firstWaiting != null && firstWaiting.state != Delivery.State.WAITING);
    }

    /** Some that ran wait again, in their old place. */
    void findFirstWaiting() {
        firstWaiting = head;
        while (firstWaiting != null && firstWaiting.state != Delivery.State.WAITING) {
            firstWaiting = firstWaiting.next;
        }
    }

    /** @return the delivery of a stream sequence that is here, or {@code null} */
    Delivery find(long sequence) {
        if (sequence > highest) {
            return null;
        }
        Delivery delivery = head;
        while (delivery != null && delivery.sequence != sequence) {
            delivery = delivery.next;
        }
        return delivery;
    }

    /** @return how many are here up to a stream sequence */
    int upTo(long sequence) {
        int count = 0;
        for (Delivery delivery = head; delivery != null; delivery = delivery.next) {
            if (delivery.sequence <= sequence) {
                count++;
            }
        }
        return count;
    }

    /** @return the lowest stream sequence here, or {@link Long#MAX_VALUE} */
    long oldestSequence() {
        long oldest = Long.MAX_VALUE;
        for (Delivery delivery = head; delivery != null; delivery = delivery.next) {
            oldest = Math.min(oldest, delivery.sequence);
        }
        return oldest;
    }

    /** @return those in one of the states, by stream sequence */
    List<Delivery> inOrder(Delivery.State... states) {
        List<Delivery> chosen = new ArrayList<>();
        for (Delivery delivery = head; delivery != null; delivery = delivery.next) {
            for (Delivery.State state : states) {
                if (delivery.state == state) {
                    chosen.add(delivery);
                }
            }
        }
        chosen.sort(Comparator.comparingLong(delivery -> delivery.sequence));
        return chosen;
    }

    /** Puts those that wait into the order of the stream. */
    void sortWaiting() {
        List<Delivery> waiting = inOrder(Delivery.State.WAITING);
        waiting.forEach(this::remove);
        waiting.forEach(this::add);
    }
}
