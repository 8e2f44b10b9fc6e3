package io.quarkiverse.messaging.nats.chaos;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.JetStream;
import io.nats.client.JetStreamOptions;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.PublishOptions;
import io.nats.client.api.PublishAck;

/**
 * Publishes the numbers from 1, each until the server has confirmed it, always with the same id. No more than is allowed, so
 * that there is work left while things are killed.
 */
final class Publisher implements AutoCloseable {

    private static final int WINDOW = 200;

    private final String url;
    private final int messages;
    private final AtomicLong allowed = new AtomicLong();
    private final AtomicLong confirmed = new AtomicLong();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Thread thread = new Thread(this::run, "publisher");

    Publisher(String url, int messages) {
        this.url = url;
        this.messages = messages;
    }

    void start() {
        thread.start();
    }

    void allow(long upTo) {
        allowed.set(Math.min(messages, upTo));
    }

    /** How many the server has confirmed. */
    long confirmed() {
        return confirmed.get();
    }

    private void run() {
        long next = 1;
        while (next <= messages && !ended.get()) {
            try (Connection connection = Nats
                    .connect(Options.builder().server(url).maxReconnects(0).errorListener(new ErrorListener() {
                        // the server is killed again and again
                    })
                            .connectionTimeout(Duration.ofSeconds(2)).build())) {
                JetStream stream = connection
                        .jetStream(JetStreamOptions.builder().requestTimeout(Duration.ofSeconds(2)).build());
                while (next <= messages && !ended.get()) {
                    next = window(stream, next);
                }
            } catch (Exception e) {
                pause(100); // the server is being killed; the window is published again
            }
        }
    }

    /** @return the next number, when all before it are confirmed */
    private long window(JetStream stream, long next) throws Exception {
        long last = Math.min(allowed.get(), next + WINDOW - 1);
        if (last < next) {
            pause(10);
            return next;
        }
        CompletableFuture<?>[] acks = new CompletableFuture<?>[(int) (last - next + 1)];
        for (int i = 0; i < acks.length; i++) {
            String number = String.valueOf(next + i);
            CompletableFuture<PublishAck> ack = stream.publishAsync(ChaosRun.SUBJECT, number.getBytes(),
                    PublishOptions.builder().messageId(number).build());
            acks[i] = ack;
        }
        CompletableFuture.allOf(acks).get(5, java.util.concurrent.TimeUnit.SECONDS);
        confirmed.set(last);
        return last + 1;
    }

    private static void pause(long millis) {
        try {
            new Semaphore(0).tryAcquire(millis, java.util.concurrent.TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        ended.set(true);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
