package io.quarkiverse.messaging.nats.benchmarks;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.HdrHistogram.Recorder;

import io.nats.client.Connection;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;

/**
 * From when a message should have been sent to its method, at a steady rate: what waits for a late sender counts too, so that
 * a stall is seen by all messages that it holds up.
 */
final class Latency {

    static final Recorder OURS = new Recorder(TimeUnit.SECONDS.toNanos(10), 3);
    private static final Recorder THEIRS = new Recorder(TimeUnit.SECONDS.toNanos(10), 3);
    private static final int PER_SECOND = 10_000;

    private final Bench bench;
    private boolean started;

    Latency(Bench bench) {
        this.bench = bench;
    }

    static void arrived(Recorder recorder, byte[] payload) {
        recorder.recordValue(
                Math.min(TimeUnit.SECONDS.toNanos(10), Math.max(0, System.nanoTime() - ByteBuffer.wrap(payload).getLong())));
    }

    Side ours(double percentile) {
        return messages -> run("in.latency", OURS, percentile, messages);
    }

    Side theirs(double percentile) {
        return messages -> {
            if (!started) {
                started = true;
                bench.management().addOrUpdateConsumer(Bench.IN, ConsumerConfiguration.builder().durable("raw-latency")
                        .filterSubject("in.raw-latency").ackPolicy(AckPolicy.Explicit).maxAckPending(1024).build());
                bench.connection().getStreamContext(Bench.IN).getConsumerContext("raw-latency").consume(message -> {
                    arrived(THEIRS, message.getData());
                    message.ack();
                });
            }
            return run("in.raw-latency", THEIRS, percentile, messages);
        };
    }

    private double run(String subject, Recorder recorder, double percentile, int messages) throws Exception {
        recorder.getIntervalHistogram();
        Connection connection = bench.publisher();
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
        bench.pause(500);
        bench.purge(Bench.IN, subject);
        return recorder.getIntervalHistogram().getValueAtPercentile(percentile) / 1e3;
    }
}
