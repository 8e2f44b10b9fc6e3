package io.quarkiverse.messaging.nats.benchmarks;

import java.time.Duration;
import java.time.ZonedDateTime;

import io.nats.client.api.ConsumerInfo;

/** Messages that the server has stored before anybody reads them; the channel's consumer is paused until its turn. */
final class Stored implements Load {

    private static final Duration PULLS_AGAIN = Duration.ofSeconds(12);

    private static final Duration SOON = Duration.ofMillis(100);

    private final Bench bench;
    private final String subject;
    private final String consumer;
    private final int size;
    private long pausedAt;

    /** @param consumer the channel's */
    Stored(Bench bench, String subject, String consumer) {
        this(bench, subject, consumer, Bench.SIZE);
    }

    /** @param size of a message */
    Stored(Bench bench, String subject, String consumer, int size) {
        this.bench = bench;
        this.subject = subject;
        this.consumer = consumer;
        this.size = size;
    }

    @Override
    public void begin() throws Exception {
        bench.management().pauseConsumer(Bench.IN, consumer, ZonedDateTime.now().plusHours(5));
        pausedAt = System.nanoTime();
    }

    /** The server forgets the pulls of a paused consumer; the channel notices that, and pulls again, for when it goes on. */
    @Override
    public void prepare(int messages) throws Exception {
        bench.publish(subject, messages, size);
        bench.pause(Math.max(1, PULLS_AGAIN.toMillis() - (System.nanoTime() - pausedAt) / 1_000_000));
    }

    @Override
    public void clean() throws Exception {
        begin();
        bench.purge(Bench.IN, subject);
        bench.purge(Bench.OUT, "out.>");
    }

    String subject() {
        return subject;
    }

    Side channel(String channel) {
        return messages -> {
            Count count = Methods.count(channel);
            count.expect(messages);
            System.gc();
            resume();
            count.await();
            awaitSettled(consumer);
            return new double[] { count.perSecond() };
        };
    }

    /** In to out: over when all of the input is settled. */
    Side processor(String channel) {
        return messages -> {
            Count count = Methods.count(channel);
            count.expect(messages);
            System.gc();
            resume();
            awaitSettled(consumer);
            return new double[] { count.perSecondUntilNow() };
        };
    }

    /** By a deadline that is near: a resumed consumer delivers only when something else wakes it, a due one at once. */
    void resume() throws Exception {
        bench.management().pauseConsumer(Bench.IN, consumer, ZonedDateTime.now().plus(SOON));
    }

    void awaitSettled(String consumer) throws Exception {
        long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (System.nanoTime() < end) {
            ConsumerInfo info = bench.management().getConsumerInfo(Bench.IN, consumer);
            if (info.getNumPending() + info.getNumAckPending() == 0) {
                return;
            }
            bench.pause(5);
        }
        throw new IllegalStateException(consumer + " has unsettled messages");
    }
}
