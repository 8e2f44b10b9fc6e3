package io.quarkiverse.messaging.nats.benchmarks;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

import io.nats.client.Connection;
import io.nats.client.MessageConsumer;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;

/**
 * From when a message should have been sent to its method, at a steady rate: what waits for a late sender counts too, so that
 * a stall is seen by all messages that it holds up.
 */
final class Latency {

    static final List<Double> PERCENTILES = List.of(50.0, 99.0, 99.9);
    static final int PER_SECOND = 10_000;
    private static final Latency OURS = new Latency();
    private static final Latency THEIRS = new Latency();

    private final Recorder recorder = new Recorder(TimeUnit.SECONDS.toNanos(10), 3);
    private final Count count = new Count();

    private Latency() {
    }

    /** The channel's method. */
    static void arrived(byte[] payload) {
        OURS.record(payload);
    }

    private void record(byte[] payload) {
        long late = System.nanoTime() - ByteBuffer.wrap(payload).getLong();
        recorder.recordValue(Math.min(TimeUnit.SECONDS.toNanos(10), Math.max(0, late)));
        count.hit(1);
    }

    static Row row(Bench bench) {
        Side theirs = messages -> {
            bench.management().addOrUpdateConsumer(Bench.IN, ConsumerConfiguration.builder().durable("raw-latency")
                    .filterSubject("in.raw-latency").ackPolicy(AckPolicy.Explicit).maxAckPending(1024).build());
            try (MessageConsumer reading = bench.connection().getStreamContext(Bench.IN).getConsumerContext("raw-latency")
                    .consume(message -> {
                        THEIRS.record(message.getData());
                        message.ack();
                    })) {
                return THEIRS.run(bench, "in.raw-latency", messages);
            }
        };
        return new Row(PERCENTILES.stream().map(p -> "latency at 10,000/s, p" + p).toList(), "us", 0.25, 0, Load.NONE,
                messages -> OURS.run(bench, "in.latency", messages), java.util.Map.of("consume", theirs));
    }

    private double[] run(Bench bench, String subject, int messages) throws Exception {
        recorder.getIntervalHistogram();
        count.expect(messages);
        Connection connection = bench.publisher();
        System.gc();
        long gap = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;
        long begin = System.nanoTime();
        for (int i = 0; i < messages; i++) {
            long due = begin + i * gap;
            long early;
            while ((early = due - System.nanoTime()) > 0) {
                LockSupport.parkNanos(early);
            }
            byte[] payload = bench.payload();
            ByteBuffer.wrap(payload).putLong(due);
            connection.publish(subject, payload);
        }
        count.await();
        bench.purge(Bench.IN, subject);
        Histogram histogram = recorder.getIntervalHistogram();
        return PERCENTILES.stream().mapToDouble(p -> histogram.getValueAtPercentile(p) / 1e3).toArray();
    }
}
