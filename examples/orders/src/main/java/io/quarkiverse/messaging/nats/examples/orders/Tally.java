package io.quarkiverse.messaging.nats.examples.orders;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;

/** Counts. Placed and packed are counted from the stream, so they are right after a restart too. */
@ApplicationScoped
public class Tally {

    /** The rate is that of the latest second, which slides in these steps. */
    private static final int STEPS = 10;

    private final Instant start = Instant.now();
    private final long[] packedInStep = new long[STEPS];
    private long placed;
    private long priced;
    private long packed;
    private long failed;
    private long step = now();

    /**
     * @param event a message of the stream
     * @param at when it was stored: what was packed before this process started is no part of the rate
     */
    synchronized void stored(OrderEvent event, Instant at) {
        switch (event.type()) {
            case "order-placed" -> placed++;
            case "order-priced" -> priced++;
            case "order-packed" -> {
                packed++;
                if (at.isAfter(start)) {
                    slide();
                    packedInStep[(int) (step % STEPS)]++;
                }
            }
            default -> {
                // another subject below orders
            }
        }
    }

    synchronized void failed() {
        failed++;
    }

    synchronized Stats stats(boolean failing) {
        slide();
        long rate = 0;
        for (long inStep : packedInStep) {
            rate += inStep;
        }
        return new Stats(Math.max(0, placed - packed), rate, placed, priced, packed, failed, failing);
    }

    private void slide() {
        long now = now();
        for (long next = Math.max(step + 1, now - STEPS + 1); next <= now; next++) {
            packedInStep[(int) (next % STEPS)] = 0;
        }
        step = now;
    }

    private static long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime()) * STEPS / 1000;
    }
}
