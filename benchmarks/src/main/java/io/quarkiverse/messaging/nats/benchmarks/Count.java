package io.quarkiverse.messaging.nats.benchmarks;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Counts up to a number, and lets somebody wait for it. */
final class Count {

    private final AtomicLong counted = new AtomicLong();
    private volatile long first;
    private volatile long last;
    private volatile long wanted = Long.MAX_VALUE;
    private volatile CountDownLatch reached = new CountDownLatch(1);

    void expect(long number) {
        counted.set(0);
        reached = new CountDownLatch(1);
        wanted = number;
    }

    void hit(int times) {
        long now = counted.addAndGet(times);
        if (now == times) {
            first = System.nanoTime();
        }
        if (now >= wanted && now - times < wanted) {
            last = System.nanoTime();
            reached.countDown();
        }
    }

    /** From the first to the last: how long the server takes to begin after a pause is not measured. */
    double perSecond() {
        return wanted * 1e9 / (last - first);
    }

    double perSecondUntilNow() {
        return wanted * 1e9 / (System.nanoTime() - first);
    }

    void await() throws InterruptedException {
        if (!reached.await(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException(counted + " of " + wanted + " after a minute");
        }
    }
}
