package io.quarkiverse.messaging.nats.benchmarks;

import java.time.Duration;
import java.time.ZonedDateTime;

import io.nats.client.api.ConsumerInfo;

/** Reads what a stream has stored: the consumer is paused on the server until all of it is there. */
final class Incoming {

    private final Bench bench;

    Incoming(Bench bench) {
        this.bench = bench;
    }

    /** A channel of this extension, or a consumer that somebody else reads. */
    double read(String consumer, String subject, Count count, int messages, Runnable resumed) throws Exception {
        count.expect(messages);
        bench.management().pauseConsumer(Bench.IN, consumer, ZonedDateTime.now().plusHours(1));
        bench.publish(subject, messages);
        System.gc();
        bench.management().resumeConsumer(Bench.IN, consumer);
        resumed.run();
        count.await();
        awaitSettled(consumer);
        bench.purge(Bench.IN, subject);
        return count.perSecond();
    }

    Side channel(String name, boolean group) {
        return messages -> read(group ? name + "__g" : name, "in." + name, Methods.count(name), messages, () -> {
        });
    }

    Side memory(String channel) {
        return messages -> {
            Count count = Methods.count(channel);
            count.expect(messages);
            byte[] payload = bench.payload();
            System.gc();
            MemoryConnector.context.runOnContext(ignored -> MemoryConnector.SOURCES.get(channel).emit(messages,
                    () -> MemoryConnector.message(payload)));
            count.await();
            return count.perSecond();
        };
    }

    /** In to out: over when all of the input is settled. */
    double process(String consumer, String subject, int messages) throws Exception {
        bench.management().pauseConsumer(Bench.IN, consumer, ZonedDateTime.now().plusHours(1));
        bench.publish(subject, messages);
        System.gc();
        long begin = System.nanoTime();
        bench.management().resumeConsumer(Bench.IN, consumer);
        awaitSettled(consumer);
        long nanos = System.nanoTime() - begin;
        bench.purge(Bench.IN, subject);
        bench.purge(Bench.OUT, "out.>");
        return messages * 1e9 / nanos;
    }

    private void awaitSettled(String consumer) throws Exception {
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
