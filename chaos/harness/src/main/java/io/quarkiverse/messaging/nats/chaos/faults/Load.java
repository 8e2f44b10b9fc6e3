package io.quarkiverse.messaging.nats.chaos.faults;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamOptions;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.PublishOptions;

/** Publishes the numbers from 1 at a steady pace, each until the server has confirmed it, always with the same id. */
final class Load implements AutoCloseable {

    /** What is published. */
    enum Kind {
        /** Small messages, a few subjects. */
        STEADY(50, 3, 0),
        /** Ten thousand subjects. */
        MANY_SUBJECTS(2_000, 10_000, 0),
        /** Messages just below the server's limit. */
        LARGE(5, 1, 1_000_000),
        /** Enough to use up in a moment what was asked for. */
        FAST(300, 3, 0),
        /** More than a client that does not read can take. */
        BROAD(300, 3, 16_000);

        final int perSecond;
        final int subjects;
        final int bytes;

        Kind(int perSecond, int subjects, int bytes) {
            this.perSecond = perSecond;
            this.subjects = subjects;
            this.bytes = bytes;
        }
    }

    private static final Duration ANSWER = Duration.ofSeconds(1);

    private final Options options;
    private final Kind kind;
    private final AtomicLong confirmed = new AtomicLong();
    private final Thread thread = new Thread(this::run, "load");
    private volatile boolean ended;
    private volatile boolean paused;
    private volatile boolean idle;

    Load(Options.Builder options, Kind kind) {
        this.options = options.build();
        this.kind = kind;
        thread.setDaemon(true);
    }

    /** Looks for the server for ever, and often. */
    static Options.Builder patient(String urls) {
        return Options.builder().server(urls).maxReconnects(-1).reconnectWait(Duration.ofMillis(50)).connectionTimeout(ANSWER)
                .pingInterval(Duration.ofSeconds(1)).errorListener(new ErrorListener() {
                });
    }

    void start() {
        thread.start();
    }

    /** All numbers up to here are in the stream. */
    long confirmed() {
        return confirmed.get();
    }

    /** Nothing is under way when it returns. */
    void pause() {
        paused = true;
        while (!idle && thread.isAlive()) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    void resume() {
        idle = false;
        paused = false;
    }

    private void run() {
        while (!ended) {
            try (Connection connection = Nats.connect(options)) {
                JetStream stream = connection.jetStream(JetStreamOptions.builder().requestTimeout(ANSWER).build());
                while (!ended && connection.getStatus() != Connection.Status.CLOSED) {
                    next(stream);
                }
            } catch (Exception e) {
                LockSupport.parkNanos(50_000_000);
            }
        }
    }

    private void next(JetStream stream) {
        LockSupport.parkNanos(1_000_000_000L / kind.perSecond);
        idle = paused;
        if (idle) {
            return;
        }
        long number = confirmed.get() + 1;
        String text = number + (kind.bytes == 0 ? "" : " " + "x".repeat(kind.bytes));
        try {
            stream.publish(Site.SUBJECT + "." + number % kind.subjects, text.getBytes(StandardCharsets.UTF_8),
                    PublishOptions.builder().messageId(String.valueOf(number)).build());
            confirmed.set(number);
        } catch (JetStreamApiException | java.io.IOException | RuntimeException e) {
            LockSupport.parkNanos(20_000_000); // the same number again
        }
    }

    @Override
    public void close() {
        ended = true;
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
