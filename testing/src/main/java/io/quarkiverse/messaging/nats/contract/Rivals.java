package io.quarkiverse.messaging.nats.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import io.quarkiverse.messaging.nats.spi.ProcessedSequences.Verdict;

/** Several threads that want the same messages, in a random order of their own. */
final class Rivals {

    static final int MESSAGES = 100;
    private static final int THREADS = 6;
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(5);

    /** Processes a message if it is to be processed. */
    interface Work {
        Verdict process(long sequence) throws Exception;
    }

    private Rivals() {
    }

    /** Each message is processed by one of them, and done for the others; some only look, which takes nothing away. */
    static void compete(Work work, Work look) throws Exception {
        List<Integer> order = new ArrayList<>();
        for (int rival = 0; rival < THREADS; rival++) {
            IntStream.rangeClosed(1, MESSAGES).forEach(order::add);
        }
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Collections.shuffle(order, random);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Verdict>> verdicts = new ArrayList<>();
            for (int sequence : order) {
                if (random.nextInt(4) == 0) {
                    threads.submit(() -> look.process(sequence));
                }
                verdicts.add(threads.submit(() -> insist(work, sequence)));
            }
            int processed = 0;
            for (Future<Verdict> verdict : verdicts) {
                Verdict said = verdict.get(60, TimeUnit.SECONDS);
                assertThat(said).as("seed %d", seed).isIn(Verdict.PROCESS, Verdict.DONE);
                processed += said == Verdict.PROCESS ? 1 : 0;
            }
            assertThat(processed).as("seed %d", seed).isEqualTo(MESSAGES);
        } finally {
            threads.shutdownNow();
        }
    }

    /** As redelivery does: whoever works on it, or only looks, may not do it in the end. */
    private static Verdict insist(Work work, long sequence) throws Exception {
        long begin = System.nanoTime();
        Verdict verdict = work.process(sequence);
        while (verdict == Verdict.BUSY && System.nanoTime() - begin < LONGEST) {
            LockSupport.parkNanos(100_000);
            verdict = work.process(sequence);
        }
        return verdict;
    }
}
