package io.quarkiverse.messaging.nats.benchmarks;

import java.util.concurrent.Semaphore;

import io.nats.client.JetStream;
import io.nats.client.NUID;
import io.nats.client.impl.Headers;
import io.nats.client.support.NatsJetStreamConstants;

/** Publishes with confirmation, through a channel and by hand. */
final class Outgoing {

    private final Bench bench;

    Outgoing(Bench bench) {
        this.bench = bench;
    }

    Side channel(Source source) {
        return channel(source, Bench.SIZE);
    }

    Side channel(Source source, int size) {
        Count count = new Count();
        return messages -> {
            byte[] payload = new byte[size];
            count.expect(messages);
            System.gc();
            long begin = System.nanoTime();
            source.emit(messages, () -> Source.counted(payload, count));
            count.await();
            long nanos = System.nanoTime() - begin;
            bench.purge(Bench.OUT, "out.>");
            return new double[] { messages * 1e9 / nanos };
        };
    }

    Side raw(int inFlight, boolean ids) {
        return raw(inFlight, ids, Bench.SIZE);
    }

    Side raw(int inFlight, boolean ids, int size) {
        return messages -> {
            byte[] payload = new byte[size];
            JetStream stream = bench.connection().jetStream();
            Count count = new Count();
            count.expect(messages);
            Semaphore room = new Semaphore(inFlight);
            NUID ofMessages = new NUID();
            System.gc();
            long begin = System.nanoTime();
            for (int i = 0; i < messages; i++) {
                Headers headers = null;
                if (ids) {
                    headers = new Headers();
                    headers.put(NatsJetStreamConstants.MSG_ID_HDR, ofMessages.nextSequence());
                }
                if (inFlight == 1) {
                    stream.publish("out.raw", headers, payload);
                    count.hit(1);
                } else {
                    room.acquire();
                    stream.publishAsync("out.raw", headers, payload).thenRun(() -> {
                        room.release();
                        count.hit(1);
                    });
                }
            }
            count.await();
            long nanos = System.nanoTime() - begin;
            bench.purge(Bench.OUT, "out.>");
            return new double[] { messages * 1e9 / nanos };
        };
    }
}
