package io.quarkiverse.messaging.nats.runtime.connector;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsErrors.ERRORS;
import static io.quarkiverse.messaging.nats.runtime.i18n.NatsLog.LOG;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import io.quarkiverse.messaging.nats.runtime.config.ConnectionConfig.ConnectOnStart;
import io.quarkiverse.messaging.nats.runtime.config.StreamConfig;
import io.quarkiverse.messaging.nats.runtime.connection.ConnectionObserver;
import io.quarkiverse.messaging.nats.runtime.connection.LiveConnection;
import io.quarkiverse.messaging.nats.runtime.connection.ManagedConnection;
import io.quarkiverse.messaging.nats.runtime.health.ChannelStatus;
import io.quarkiverse.messaging.nats.runtime.health.ChannelStatus.Cause;
import io.quarkiverse.messaging.nats.runtime.i18n.RefusalException;
import io.quarkiverse.messaging.nats.runtime.incoming.ChannelHost;
import io.quarkiverse.messaging.nats.runtime.incoming.IncomingChannel;
import io.quarkiverse.messaging.nats.runtime.outgoing.PublishQueue;
import io.quarkiverse.messaging.nats.runtime.stream.StreamLookup;
import io.quarkiverse.messaging.nats.runtime.stream.StreamProvisioner;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Vertx;

/**
 * Everything that one connection carries. Each time that it comes up, one pass on a worker thread declares the streams,
 * binds the consumers of all incoming channels, and only then lets the outgoing channels publish: what the application
 * sends itself is missed by nobody. What was refused or not answered is tried again, with growing pauses.
 */
final class ConnectionSetup implements ConnectionObserver {

    private static final Duration FIRST_CHECK = Duration.ofSeconds(30);
    private static final int RESEND_TICK_MILLIS = 50;
    private static final int LONGEST_PAUSE_DOUBLINGS = 5;

    private final ManagedConnection connection;
    private final Vertx vertx;
    private final StreamLookup lookup;
    private final PublishQueue publisher;
    private final Map<String, StreamConfig> streams = new LinkedHashMap<>();
    private final List<IncomingBinding> incoming = new ArrayList<>();
    private final List<OutgoingBinding> outgoing = new ArrayList<>();
    /** Ends with the sentences of the first pass. */
    private final CompletableFuture<List<String>> firstPass = new CompletableFuture<>();
    /** Passes asked for and not yet run: several wishes are one pass. */
    private final AtomicInteger wishes = new AtomicInteger();
    private volatile boolean stopped;
    private volatile long timer = -1;

    ConnectionSetup(ManagedConnection connection, Vertx vertx, StreamLookup lookup) {
        this.connection = connection;
        this.vertx = vertx;
        this.lookup = lookup;
        this.publisher = new PublishQueue(connection.config().maxOutgoing());
    }

    void add(String stream, StreamConfig declared) {
        streams.put(stream, declared);
    }

    void add(IncomingBinding binding) {
        incoming.add(binding);
    }

    void add(OutgoingBinding binding) {
        outgoing.add(binding);
    }

    ManagedConnection connection() {
        return connection;
    }

    PublishQueue publisher() {
        return publisher;
    }

    List<IncomingBinding> incoming() {
        return incoming;
    }

    List<OutgoingBinding> outgoing() {
        return outgoing;
    }

    long maxPayload() {
        LiveConnection live = connection.live();
        return live == null ? 0 : live.connection().getMaxPayload();
    }

    ChannelHost hostOf(IncomingBinding binding) {
        return new ConsumerCalls(this, binding);
    }

    void start() {
        connection.addObserver(this);
        connection.start();
        timer = vertx.setPeriodic(RESEND_TICK_MILLIS, ignored -> publisher.tick());
    }

    /** No more passes, no more retries by the clock. */
    void stop() {
        stopped = true;
        vertx.cancelTimer(timer);
    }

    /** Waits as long as {@code connect-timeout} for a server. @return why the application can't start */
    List<String> awaitFirstAnswer() {
        Duration timeout = connection.config().connectTimeout();
        try {
            connection.firstAnswer().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return firstPass.get(FIRST_CHECK.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            return List.of(e.getCause().getMessage());
        } catch (TimeoutException e) {
            String trouble = connection.trouble();
            statuses().forEach(status -> status.down(Cause.SETUP, trouble));
            return connection.config().connectOnStart() == ConnectOnStart.REQUIRED
                    ? List.of(ERRORS.noServer(connection.name(), String.join(",", connection.config().servers()), timeout,
                            trouble, connection.serversProperty()))
                    : List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    @Override
    public void connected(LiveConnection live) {
        wish();
    }

    @Override
    public void reconnected(LiveConnection live) {
        wish();
    }

    @Override
    public void disconnected() {
        publisher.close();
        incoming.forEach(binding -> binding.copies().forEach(IncomingChannel::disconnected));
        outgoing.forEach(binding -> binding.status().down(Cause.CONNECTION, ERRORS.reasonNotConnected()));
    }

    /** Asks for a pass; passes run one after another. */
    void wish() {
        if (!stopped && wishes.getAndIncrement() == 0) {
            Infrastructure.getDefaultWorkerPool().execute(() -> passes(0));
        }
    }

    /** One channel's consumer is doubtful: only that one is bound again. */
    void bindAgain(IncomingBinding binding) {
        Infrastructure.getDefaultWorkerPool().execute(() -> bindAgain(binding, 0));
    }

    private void bindAgain(IncomingBinding binding, int failures) {
        LiveConnection live = connection.live();
        if (stopped || live == null || !live.isUp()) {
            return; // a pass comes with the connection
        }
        List<String> refusals = new ArrayList<>();
        boolean answered = attempt(List.of(binding.status()), refusals, () -> binding.bind(live, lookup));
        if (!answered || !refusals.isEmpty()) {
            Infrastructure.getDefaultWorkerPool().schedule(() -> bindAgain(binding, failures + 1), pause(failures),
                    TimeUnit.MILLISECONDS);
        }
    }

    private static long pause(int failures) {
        return 1000L << Math.min(failures, LONGEST_PAUSE_DOUBLINGS);
    }

    private void passes(int failures) {
        int seen;
        boolean complete;
        do {
            seen = wishes.get();
            LiveConnection live = connection.live();
            complete = stopped || live == null || !live.isUp() || pass(live);
        } while (!wishes.compareAndSet(seen, 0));
        if (!complete && !stopped) {
            Infrastructure.getDefaultWorkerPool().schedule(() -> {
                if (wishes.getAndIncrement() == 0) {
                    passes(failures + 1);
                }
            }, pause(failures), TimeUnit.MILLISECONDS);
        }
    }

    /** @return whether nothing is left to be tried again */
    private boolean pass(LiveConnection live) {
        List<String> refusals = new ArrayList<>();
        boolean answered = attempt(statuses(), refusals, () -> checkServer(live));
        if (refusals.isEmpty() && answered) {
            for (Map.Entry<String, StreamConfig> stream : streams.entrySet()) {
                answered &= attempt(List.of(), refusals,
                        () -> StreamProvisioner.provision(live, stream.getKey(), stream.getValue()));
            }
            // Wide filters first: a development stream made for them covers the narrow ones.
            List<IncomingBinding> byWidth = new ArrayList<>(incoming);
            byWidth.sort(Comparator.comparingInt(binding -> narrowness(binding.settings().subjects())));
            for (IncomingBinding binding : byWidth) {
                answered &= attempt(List.of(binding.status()), refusals, () -> binding.bind(live, lookup));
            }
            for (OutgoingBinding binding : outgoing) {
                answered &= attempt(List.of(binding.status()), refusals, () -> {
                    lookup.find(live, false, binding.settings().channel(), binding.settings().stream(),
                            List.of(binding.settings().subject()));
                    binding.status().up(Cause.CONNECTION);
                    binding.status().up(Cause.SETUP);
                });
            }
            publisher.open(live);
        }
        if (answered || !refusals.isEmpty()) {
            firstPass.complete(refusals);
        }
        return answered && refusals.isEmpty();
    }

    private static int narrowness(List<String> subjects) {
        return subjects.stream().mapToInt(s -> s.endsWith(">") ? 0 : s.contains("*") ? 1 : 2).min().orElse(2);
    }

    private void checkServer(LiveConnection live) {
        if (!live.serverIsAtLeast("2.9.0")) {
            throw new RefusalException(ERRORS.serverTooOld(connection.name(), live.version()));
        }
        if (!live.connection().getServerInfo().isJetStreamAvailable()) {
            throw new RefusalException(
                    ERRORS.noJetStream(connection.name(), live.version(), live.connection().getConnectedUrl()));
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    /** @return whether the server answered */
    private boolean attempt(List<ChannelStatus> concerned, List<String> refusals, Step step) {
        try {
            step.run();
            return true;
        } catch (RefusalException e) {
            refusals.add(e.getMessage());
            concerned.forEach(status -> status.down(Cause.SETUP, e.getMessage()));
            return true;
        } catch (IOException | RuntimeException e) {
            String sentence = ERRORS.serverCheckFailed(connection.name(), String.valueOf(e.getMessage()));
            LOG.debug(sentence, e);
            concerned.forEach(status -> status.down(Cause.SETUP, sentence));
            return false;
        }
    }

    private List<ChannelStatus> statuses() {
        List<ChannelStatus> statuses = new ArrayList<>();
        incoming.forEach(binding -> statuses.add(binding.status()));
        outgoing.forEach(binding -> statuses.add(binding.status()));
        return statuses;
    }
}
