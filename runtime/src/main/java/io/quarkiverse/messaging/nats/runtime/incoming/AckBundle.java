package io.quarkiverse.messaging.nats.runtime.incoming;

import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.ObjLongConsumer;

/**
 * Acks that nobody waits for leave together while more messages are at hand: jnats's writer, its socket and the server are then
 * woken once for several, not between two hops of the application's threads. An ack waits for others for {@link #LATEST} at
 * most; one after which nothing is at hand does not wait.
 */
final class AckBundle {

    static final Duration LATEST = Duration.ofMillis(1);
    static final int MOST = 64;
    /** Of what may be in flight: what waits here is pending on the server, too. */
    static final int SHARE = 8;

    private final ObjLongConsumer<String> sender;
    private final InFlight inFlight;
    private final BiConsumer<Duration, Runnable> timer;
    private final long[] sequences;
    private final String[] subjects;
    private int size;
    private boolean later;

    /**
     * @param sender is given the ack subject and the sequence
     * @param timer runs an action once, on the channel's loop
     */
    AckBundle(int maxInFlight, ObjLongConsumer<String> sender, InFlight inFlight, BiConsumer<Duration, Runnable> timer) {
        int most = Math.max(1, Math.min(MOST, maxInFlight / SHARE));
        this.sender = sender;
        this.inFlight = inFlight;
        this.timer = timer;
        this.sequences = new long[most];
        this.subjects = new String[most];
    }

    void add(Delivery delivery) {
        sequences[size] = delivery.sequence;
        subjects[size++] = delivery.ackSubject;
        if (size == subjects.length || inFlight.firstWaiting() == null) {
            send();
        } else if (!later) {
            later = true;
            timer.accept(LATEST, () -> {
                later = false;
                send();
            });
        }
    }

    /** What is here leaves now. */
    void send() {
        for (int i = 0; i < size; i++) {
            sender.accept(subjects[i], sequences[i]);
            subjects[i] = null;
        }
        size = 0;
    }
}
