package io.quarkiverse.messaging.nats.runtime.incoming;

import java.time.Duration;

import io.nats.client.impl.AckType;

/**
 * Acks that nobody waits for leave together while more messages are at hand: jnats's writer, its socket and the server are then
 * woken once for several, not between two hops of the application's threads. An ack waits for others for {@link #LATEST} at
 * most; one after which nothing is at hand does not wait.
 */
final class AckBundle {

    private static final Duration LATEST = Duration.ofMillis(1);
    private static final int MOST = 64;
    /** Of what may be in flight: what waits here is pending on the server, too. */
    private static final int SHARE = 8;

    private final AckSender sender;
    private final InFlight inFlight;
    private final ChannelLoop loop;
    private final long[] sequences;
    private final String[] subjects;
    private int size;
    private boolean later;

    AckBundle(int maxInFlight, AckSender sender, InFlight inFlight, ChannelLoop loop) {
        int most = Math.max(1, Math.min(MOST, maxInFlight / SHARE));
        this.sender = sender;
        this.inFlight = inFlight;
        this.loop = loop;
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
            loop.later(LATEST, () -> {
                later = false;
                send();
            });
        }
    }

    /** What is here leaves now. */
    void send() {
        for (int i = 0; i < size; i++) {
            sender.send(sequences[i], subjects[i], AckType.AckAck.bytes);
            subjects[i] = null;
        }
        size = 0;
    }
}
