package io.quarkiverse.messaging.nats.runtime.incoming;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.eclipse.microprofile.reactive.messaging.Message;

import io.nats.client.Options;
import io.nats.client.api.StreamInfo;
import io.quarkiverse.messaging.nats.IncomingNatsMetadata;
import io.quarkiverse.messaging.nats.runtime.config.IncomingSettings;
import io.quarkiverse.messaging.nats.runtime.config.TestConfig;
import io.quarkiverse.messaging.nats.runtime.connection.LiveConnection;
import io.quarkiverse.messaging.nats.runtime.connection.TestConnection;
import io.quarkiverse.messaging.nats.runtime.consumer.BoundConsumer;
import io.quarkiverse.messaging.nats.runtime.consumer.ConsumerProvisioner;
import io.quarkiverse.messaging.nats.runtime.health.ChannelStatus;
import io.quarkiverse.messaging.nats.runtime.i18n.NotYetException;
import io.quarkiverse.messaging.nats.spi.FailedMessage;
import io.quarkiverse.messaging.nats.spi.FailureStrategy;
import io.quarkiverse.messaging.nats.spi.ProcessedSequences;
import io.quarkiverse.messaging.nats.testing.CuttableProxy;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.vertx.core.impl.VertxInternal;

/** One instance of an application: a connection of its own, one ordered channel, handlers that take a moment. */
final class Member implements ChannelHost, Flow.Subscriber<Message<?>> {

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final int number = NUMBERS.incrementAndGet();
    private final ScheduledExecutorService scheduler = OrderPropertyTest.scheduler;
    private final History history;
    private final String stream;
    private final String strategy;
    private final String maxInFlight;
    private final CuttableProxy way = new CuttableProxy(OrderPropertyTest.server);
    private final ChannelStatus status = new ChannelStatus("orders", "not yet");
    private final IncomingChannel channel;
    private final ConsumerProvisioner provisioner;
    private final NatsProbe probe;
    private final LiveConnection live;
    private volatile BoundConsumer bound;
    private volatile boolean dead;
    private volatile boolean failing;
    private Flow.Subscription subscription;

    private Member(History history, String stream, String strategy, String maxInFlight) {
        this.history = history;
        this.stream = stream;
        this.strategy = strategy;
        this.maxInFlight = maxInFlight;
        IncomingSettings settings = TestConfig.incoming("orders", "subject", stream, "durable", "d", "start-position", "all",
                "ack-wait", "2s", "priority-timeout", "1s", "failure-strategy", strategy, "max-in-flight", maxInFlight);
        provisioner = new ConsumerProvisioner(settings, "app");
        channel = new IncomingChannel(settings, ((VertxInternal) OrderPropertyTest.vertx).createEventLoopContext(),
                new Strategy(strategy.equals("fail")), this, status, null);
        probe = new NatsProbe(Options.builder().server(way.url()).maxReconnects(-1).reconnectWait(Duration.ofMillis(20))
                .connectionListener((connection, event) -> {
                    switch (event) {
                        case DISCONNECTED -> disconnected();
                        case RECONNECTED -> bindAgain();
                        default -> {
                        }
                    }
                }));
        live = TestConnection.of(probe);
    }

    static Member start(History history, String stream, String strategy, String maxInFlight) {
        Member member = new Member(history, stream, strategy, maxInFlight);
        history.happened(member.number, "starts");
        try {
            StreamInfo info = member.live.management().getStreamInfo(stream);
            // On an older server it waits until the pulls of its predecessor are gone.
            member.bound = Awaitility.await().ignoreExceptionsInstanceOf(NotYetException.class)
                    .until(() -> member.provisioner.bind(member.live, info), bound -> true);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        member.channel.subscribe(member);
        member.channel.begin(member.live, member.bound);
        return member;
    }

    /** Another instance with the same settings. */
    Member successor() {
        return start(history, stream, strategy, maxInFlight);
    }

    void failNext() {
        failing = true;
    }

    boolean isStopped() {
        return status.notAlive() != null;
    }

    void cut() {
        history.happened(number, "is cut");
        way.cut();
    }

    /** In order, as the connector does it. */
    void stop() {
        history.happened(number, "stops");
        try {
            channel.quiesce().toCompletableFuture().get(5, TimeUnit.SECONDS);
            if (live.isUp()) {
                live.deliveries().drain(Duration.ofSeconds(2)).get(2, TimeUnit.SECONDS);
            }
            channel.finish(Duration.ofSeconds(5)).toCompletableFuture().get(10, TimeUnit.SECONDS);
            dead = true;
            if (live.isUp() && channel.isOwner()) {
                live.connection().flush(Duration.ofSeconds(2));
                live.management().unpinConsumer(bound.stream(), bound.name(), bound.priorityGroup());
            }
        } catch (Exception e) {
            history.happened(number, "did not stop in order: " + e);
        }
        probe.close();
        way.close();
    }

    /** Nothing more is heard of it. */
    void kill() {
        synchronized (history) {
            dead = true;
            history.happened(number, "is killed");
        }
        way.close();
        probe.close();
        // Ends its timers; there is no connection to say anything on.
        channel.quiesce();
        channel.finish(Duration.ZERO);
    }

    private void disconnected() {
        if (channel != null) {
            channel.disconnected();
        }
    }

    @Override
    public CompletionStage<ProcessedSequences> sequences() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void leaveSequences() {
        // there is none
    }

    @Override
    public void bindAgain() {
        scheduler.execute(() -> {
            if (dead || bound == null) {
                return;
            }
            try {
                Position position = channel.position().toCompletableFuture().get(5, TimeUnit.SECONDS);
                long floor = position.ackFloor() == Long.MAX_VALUE ? bound.ackFloor() : position.ackFloor();
                bound = provisioner.bindAgain(live, live.management().getStreamInfo(stream), bound.withAckFloor(floor),
                        position.oldestUnsettled());
                history.happened(number, "is bound again");
                channel.begin(live, bound);
            } catch (Exception e) {
                scheduler.schedule(this::bindAgain, 200, TimeUnit.MILLISECONDS);
            }
        });
    }

    @Override
    public boolean isPaused() {
        return false;
    }

    @Override
    public CompletionStage<ConsumerState> state(LiveConnection connection, BoundConsumer consumer) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return ConsumerState.of(connection.management().getConsumerInfo(consumer.stream(), consumer.name()));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }, scheduler);
    }

    @Override
    public CompletionStage<Void> reset(LiveConnection connection, BoundConsumer consumer) {
        history.happened(number, "resets");
        return CompletableFuture.runAsync(() -> {
            try {
                connection.management().resetConsumer(consumer.stream(), consumer.name());
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }, scheduler);
    }

    @Override
    public void onSubscribe(Flow.Subscription arrived) {
        subscription = arrived;
        subscription.request(1);
    }

    @Override
    public void onNext(Message<?> message) {
        long sequence = message.getMetadata(IncomingNatsMetadata.class).orElseThrow().streamSequence();
        synchronized (history) {
            if (dead) {
                return;
            }
            history.begun(number, sequence);
        }
        scheduler.schedule(() -> ended(message, sequence), ThreadLocalRandom.current().nextLong(3000), TimeUnit.MICROSECONDS);
    }

    private void ended(Message<?> message, long sequence) {
        boolean fails;
        synchronized (history) {
            if (dead) {
                return;
            }
            fails = failing;
            failing = false;
            if (fails) {
                history.happened(number, "failed at " + sequence);
            } else {
                history.handled(number, sequence);
            }
        }
        if (fails) {
            message.nack(new IllegalStateException("told to fail"));
        } else {
            message.ack();
        }
        subscription.request(1);
    }

    @Override
    public void onError(Throwable failure) {
        history.happened(number, "failed: " + failure);
    }

    @Override
    public void onComplete() {
        history.happened(number, "completed");
    }

    private record Strategy(boolean stops) implements FailureStrategy {

        @Override
        public void onFailure(FailedMessage failed) {
            if (stops) {
                failed.stop();
            } else {
                failed.nak(Duration.ofMillis(10));
            }
        }
    }
}
