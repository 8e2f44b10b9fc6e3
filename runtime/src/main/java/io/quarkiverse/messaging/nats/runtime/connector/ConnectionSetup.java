package io.quarkiverse.messaging.nats.runtime.connector;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsErrors.ERRORS;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;

import io.quarkiverse.messaging.nats.runtime.connection.ConnectionObserver;
import io.quarkiverse.messaging.nats.runtime.connection.LiveConnection;
import io.quarkiverse.messaging.nats.runtime.connection.ManagedConnection;
import io.quarkiverse.messaging.nats.runtime.connector.SetupSteps.Outcome;
import io.quarkiverse.messaging.nats.runtime.connector.SetupSteps.Step;
import io.quarkiverse.messaging.nats.runtime.health.ChannelStatus.Cause;
import io.quarkiverse.messaging.nats.runtime.incoming.ChannelHost;
import io.quarkiverse.messaging.nats.runtime.incoming.IncomingChannel;
import io.quarkiverse.messaging.nats.runtime.outgoing.PublishQueue;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Vertx;

/**
 * Runs the {@link SetupSteps} of one connection on a worker thread each time that it comes up: streams are declared, the
 * consumers of all incoming channels bound, and only then may the outgoing channels publish, so that nobody misses what
 * the application sends itself. A step that was refused or not answered is tried again alone, with growing pauses.
 */
final class ConnectionSetup implements ConnectionObserver {

    private static final Duration FIRST_CHECK = Duration.ofSeconds(30);
    private static final int RESEND_TICK_MILLIS = 50;
    private static final int LONGEST_PAUSE_DOUBLINGS = 3;

    private final ManagedConnection connection;
    private final Vertx vertx;
    private final SetupSteps steps;
    private final PublishQueue queue;
    /** Ends with the sentences of the first pass. */
    private final CompletableFuture<List<String>> firstPass = new CompletableFuture<>();
    /** Passes asked for and not yet run: several wishes are one pass. */
    private final AtomicInteger wishes = new AtomicInteger();
    /** Counts passes: what an earlier one left to be tried again is done by the later one. */
    private volatile int pass;
    private final LongAdder reconnects = new LongAdder();
    private volatile boolean connectedOnce;
    private volatile boolean stopped;
    private volatile long timer = -1;

    ConnectionSetup(ManagedConnection connection, Vertx vertx, SetupSteps steps) {
        this.connection = connection;
        this.vertx = vertx;
        this.steps = steps;
        this.queue = new PublishQueue(connection.config().maxOutgoing());
    }

    ManagedConnection connection() {
        return connection;
    }

    PublishQueue queue() {
        return queue;
    }

    /** @return how often the connection came back, the same or a new one */
    LongAdder reconnects() {
        return reconnects;
    }

    SetupSteps steps() {
        return steps;
    }

    long maxPayload() {
        LiveConnection live = connection.live();
        return live == null ? 0 : live.connection().getMaxPayload();
    }

    ChannelHost hostOf(IncomingBinding binding, BooleanSupplier paused) {
        return new ConsumerCalls(this, binding, paused);
    }

    void start() {
        connection.addObserver(this);
        connection.start();
        timer = vertx.setPeriodic(RESEND_TICK_MILLIS, ignored -> queue.tick());
    }

    /** No more passes, no more retries by the clock. */
    void stop() {
        stopped = true;
        vertx.cancelTimer(timer);
    }

    /**
     * Waits as long as {@code connect-timeout} for a server.
     *
     * @return why the application can't start
     */
    List<String> awaitFirstAnswer() {
        Duration timeout = connection.config().connectTimeout();
        try {
            connection.firstAnswer().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return firstPass.get(FIRST_CHECK.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            return List.of(e.getCause().getMessage());
        } catch (TimeoutException e) {
            if (connection.live() != null) {
                return List.of(); // checks go on; the channels say what they found
            }
            String trouble = connection.trouble();
            steps.statuses().forEach(status -> status.down(Cause.SETUP, trouble));
            String refusal = connection.refusalToStart();
            return refusal == null ? List.of() : List.of(refusal);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    @Override
    public void connected(LiveConnection live) {
        if (connectedOnce) {
            reconnects.increment();
        }
        connectedOnce = true;
        wish();
    }

    @Override
    public void reconnected(LiveConnection live) {
        reconnects.increment();
        wish();
    }

    @Override
    public void publishDenied(String subject) {
        queue.denied(subject);
        steps.incoming().forEach(binding -> binding.publishDenied(subject));
    }

    @Override
    public void refused(String sentence) {
        steps.statuses().forEach(status -> status.down(Cause.CONNECTION, sentence));
    }

    @Override
    public void disconnected() {
        queue.close();
        steps.incoming().forEach(binding -> binding.copies().forEach(IncomingChannel::disconnected));
        steps.outgoing().forEach(binding -> binding.status().down(Cause.CONNECTION, ERRORS.reasonNotConnected()));
    }

    /** Asks for a pass; passes run one after another. */
    private void wish() {
        if (!stopped && wishes.getAndIncrement() == 0) {
            Infrastructure.getDefaultWorkerPool().execute(this::passes);
        }
    }

    private void passes() {
        int seen;
        do {
            seen = wishes.get();
            LiveConnection live = connection.live();
            if (!stopped && live != null && live.isUp()) {
                pass(live);
            }
        } while (!wishes.compareAndSet(seen, 0));
    }

    private void pass(LiveConnection live) {
        int number = ++pass;
        Outcome outcome = steps.run(live, List.of(steps.server()));
        if (!outcome.failed().isEmpty()) {
            firstPass.complete(outcome.refusals());
            later(0, number, this::wish);
            return;
        }
        outcome = steps.run(live, steps.all());
        queue.open(live);
        if (outcome.answered() || !outcome.refusals().isEmpty()) {
            firstPass.complete(outcome.refusals());
        }
        again(outcome.failed(), 0, number);
    }

    /** One channel's consumer is doubtful: only that one is bound again. */
    void bindAgain(IncomingBinding binding) {
        int number = pass;
        Infrastructure.getDefaultWorkerPool().execute(() -> retry(List.of(steps.bind(binding)), 0, number));
    }

    private void retry(List<Step> failed, int failures, int number) {
        LiveConnection live = connection.live();
        if (live != null && live.isUp()) {
            again(steps.run(live, failed).failed(), failures + 1, number);
        }
    }

    private void again(List<Step> failed, int failures, int number) {
        if (!failed.isEmpty()) {
            later(failures, number, () -> retry(failed, failures, number));
        }
    }

    private void later(int failures, int number, Runnable action) {
        if (!stopped) {
            long pause = 1000L << Math.min(failures, LONGEST_PAUSE_DOUBLINGS);
            Infrastructure.getDefaultWorkerPool().schedule(() -> {
                if (!stopped && number == pass) {
                    action.run();
                }
            }, pause, TimeUnit.MILLISECONDS);
        }
    }
}
