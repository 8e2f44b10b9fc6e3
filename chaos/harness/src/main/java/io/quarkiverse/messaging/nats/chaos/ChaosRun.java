package io.quarkiverse.messaging.nats.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.PostgresServer;

/** One run: servers, workers, a publisher, faults one after the other, and in the end a count. */
final class ChaosRun implements AutoCloseable {

    static final String SUBJECT = "chaos";
    private static final String STREAM = "CHAOS";
    private static final long FROZEN_MILLIS = 3500;

    private final Options options;
    private final Servers nats;
    private final PostgresServer database;
    private final Deliveries deliveries = new Deliveries();
    private final List<WorkerProcess> workers = new ArrayList<>();
    private final Instant end;
    private int kills;

    ChaosRun(Options options) {
        this.options = options;
        this.nats = new Servers(options.cluster);
        // What a commit costs counts in the price of a record; under kills of processes it does not matter.
        this.database = options.cost ? PostgresServer.startWithFsync() : PostgresServer.start();
        this.end = Instant.now().plus(Duration.ofMinutes(options.minutes));
    }

    Result run() {
        try (NatsProbe probe = nats.probe()) {
            streams(probe);
        }
        Path state = state();
        for (int i = 0; i < options.workers; i++) {
            workers.add(new WorkerProcess(options, i + 1, nats.url(), database.url(), state));
            workers.get(i).start();
        }
        List<Plan.Step> plan = Plan.of(options.seed, options.kills, options.workers);
        Drain drain;
        try (Publisher publisher = new Publisher(nats.url(), options.messages)) {
            publisher.start();
            publisher.allow(options.messages / (options.kills + 1));
            awaitFirstEffects();
            for (Plan.Step step : plan) {
                if (Instant.now().isAfter(end)) {
                    break;
                }
                publisher.allow((long) options.messages * (kills + 2) / (options.kills + 1));
                strike(step);
                kills++;
                pause(step.pauseMillis());
                workers.forEach(WorkerProcess::keepRunning);
                consumer();
            }
            publisher.allow(options.messages);
            drain = awaitDrained(publisher);
        }
        return count(drain);
    }

    private void streams(NatsProbe probe) {
        probe.createStream(StreamConfiguration.builder().name(STREAM).subjects(SUBJECT).storageType(StorageType.File)
                .replicas(nats.replicas())
                .duplicateWindow(Duration.ofMinutes(10)).build());
        probe.createStream(
                StreamConfiguration.builder().name(Outputs.STREAM).subjects(Outputs.SUBJECT, Outputs.SUBJECT + ".>")
                        .storageType(StorageType.File).replicas(nats.replicas()).allowAtomicPublish(true).allowMessageTtl(true)
                        .build());
        PostgresServer.execute(database.url(),
                "CREATE TABLE effects (message_id BIGINT NOT NULL, at TIMESTAMP WITH TIME ZONE DEFAULT now())");
    }

    private Path state() {
        try {
            // The file store refuses the temporary directory, where this checkout may be.
            return Files.createDirectories(Path.of(System.getProperty("user.home"), ".cache", "quarkus-messaging-nats",
                    "chaos-" + options.seed + "-" + System.nanoTime()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitFirstEffects() {
        while (Instant.now().isBefore(end) && effects().all() == 0) {
            pause(200);
            workers.forEach(WorkerProcess::keepRunning);
        }
    }

    private void strike(Plan.Step step) {
        WorkerProcess worker = workers.get(step.worker());
        switch (step.fault()) {
            case WORKER -> {
                worker.kill();
                worker.start();
            }
            case STOPPED -> {
                worker.freeze();
                pause(FROZEN_MILLIS);
                worker.thaw();
            }
            case SERVER -> {
                nats.strike(STREAM, step.worker() % 2 == 1);
            }
            case DATABASE -> {
                database.kill();
                database.restart();
            }
        }
    }

    /** Nothing is killed. @return how many messages a second one worker processes */
    double speed() {
        try (NatsProbe probe = nats.probe()) {
            streams(probe);
        }
        Path state = state();
        try (Publisher publisher = new Publisher(nats.url(), options.messages)) {
            publisher.start();
            publisher.allow(options.messages);
            while (publisher.confirmed() < options.messages) {
                pause(50);
            }
            workers.add(new WorkerProcess(options, 1, nats.url(), database.url(), state));
            workers.get(0).start();
            // Warm after a tenth.
            long first = awaitEffects(options.messages / 10);
            long begin = System.nanoTime();
            long last = awaitEffects(options.messages);
            return (last - first) * 1e9 / (System.nanoTime() - begin);
        }
    }

    private long awaitEffects(long wanted) {
        while (Instant.now().isBefore(end)) {
            long now = options.store.equals("nats-stream") || options.store.equals("republish") ? Outputs.stored(nats.probe())
                    : effects().all();
            if (now >= wanted) {
                return now;
            }
            pause(20);
        }
        throw new IllegalStateException("too slow: see the logs in " + options.logs);
    }

    /** What the consumer says at the end. */
    private record Drain(long undrained, long published) {
    }

    /** @return {@code null} where there is none, or the server does not say */
    private ConsumerInfo consumer() {
        try (NatsProbe probe = nats.probe()) {
            ConsumerInfo consumer = probe.consumers(STREAM).stream().findFirst().orElse(null);
            if (consumer != null) {
                deliveries.seen(consumer.getDelivered().getConsumerSequence(),
                        consumer.getDelivered().getStreamSequence());
            }
            return consumer;
        } catch (RuntimeException e) {
            return null;
        }
    }

    /** Undelivered 0 and pending 0; without that a slow end would be taken for a loss. */
    private Drain awaitDrained(Publisher publisher) {
        while (true) {
            ConsumerInfo consumer = consumer();
            long left = consumer == null ? 1 : consumer.getNumPending() + consumer.getNumAckPending();
            boolean all = publisher.confirmed() == options.messages;
            if (all && left == 0 || Instant.now().isAfter(end)) {
                return new Drain(left, publisher.confirmed());
            }
            pause(300);
            workers.forEach(WorkerProcess::keepRunning);
        }
    }

    private Result count(Drain drain) {
        Effects effects = effects();
        // The server forgets deliveries of its last moments when it is killed: there were at least so many.
        return new Result(options.store, drain.published(), options.kills, kills, deliveries.count() - drain.published(),
                drain.published() - effects.different(), effects.all() - effects.different(), drain.undrained(), options.seed);
    }

    /** How many there are, and of how many messages. */
    record Effects(long all, long different) {
    }

    private Effects effects() {
        return options.store.equals("nats-stream") ? Outputs.count(nats.probe())
                : new Effects(database.count("SELECT COUNT(*) FROM effects"),
                        database.count("SELECT COUNT(DISTINCT message_id) FROM effects"));
    }

    private static void pause(long millis) {
        try {
            new Semaphore(0).tryAcquire(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        workers.forEach(WorkerProcess::kill);
        nats.close();
        database.close();
    }
}
