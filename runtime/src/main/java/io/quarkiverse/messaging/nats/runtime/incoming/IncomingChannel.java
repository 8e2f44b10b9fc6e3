package io.quarkiverse.messaging.nats.runtime.incoming;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsErrors.ERRORS;
import static io.quarkiverse.messaging.nats.runtime.i18n.NatsLog.LOG;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;

import org.eclipse.microprofile.reactive.messaging.Message;

import io.nats.client.impl.AckType;
import io.netty.channel.EventLoop;
import io.quarkiverse.messaging.nats.IncomingNatsMetadata;
import io.quarkiverse.messaging.nats.NatsAcknowledgement;
import io.quarkiverse.messaging.nats.runtime.config.IncomingSettings;
import io.quarkiverse.messaging.nats.runtime.connection.LiveConnection;
import io.quarkiverse.messaging.nats.runtime.consumer.BoundConsumer;
import io.quarkiverse.messaging.nats.runtime.health.ChannelStatus;
import io.quarkiverse.messaging.nats.runtime.health.ChannelStatus.Cause;
import io.quarkiverse.messaging.nats.runtime.i18n.UndecodableException;
import io.quarkiverse.messaging.nats.spi.FailureStrategy;
import io.vertx.core.impl.ContextInternal;

/**
 * One incoming channel. The life of a message, from top to bottom: {@link #turn} takes what {@link PullSession} brought,
 * {@link #arrived} holds it, {@link #emit} gives it to the application on a context of its own, {@link #processed} or
 * {@link #failed} hears the outcome, {@link #settle} tells the server. All of it on the channel's event loop.
 */
public final class IncomingChannel implements Flow.Publisher<Message<?>>, Flow.Subscription {

    private static final CompletionStage<Void> DONE = CompletableFuture.completedStage(null);
    /** How many messages one turn takes and gives before other work of the event loop comes in. */
    private static final int TURN = 256;

    private final IncomingSettings settings;
    private final ContextInternal context;
    private final EventLoop eventLoop;
    private final FailureStrategy strategy;
    private final ChannelHost host;
    private final ChannelStatus status;
    private final InFlight inFlight = new InFlight();
    private final PullPolicy pulls;
    private final OrderRestorer order;
    private final Upkeep upkeep;
    private final AtomicBoolean awake = new AtomicBoolean();

    private Flow.Subscriber<? super Message<?>> subscriber;
    private volatile PullSession session;
    private LiveConnection pendingLive;
    private BoundConsumer pendingConsumer;
    private long demand;
    private int running;
    private boolean connected;
    private boolean pulling;
    private boolean turning;
    private boolean stopping;
    private boolean stoppedByFailure;
    private CompletableFuture<Void> idle;

    /**
     * @param settings its settings
     * @param context an event loop context of its own
     * @param strategy what becomes of failed messages
     * @param host the world outside
     * @param status what it says of itself
     */
    public IncomingChannel(IncomingSettings settings, ContextInternal context, FailureStrategy strategy,
            ChannelHost host, ChannelStatus status) {
        this.settings = settings;
        this.context = context;
        this.eventLoop = context.nettyEventLoop();
        this.strategy = strategy;
        this.host = host;
        this.status = status;
        this.pulls = new PullPolicy(settings);
        this.order = new OrderRestorer(settings, this, host);
        this.upkeep = new Upkeep(settings, this, host, status);
    }

    // ---- Connection: begun, lost, begun again

    /**
     * The consumer exists: pulling may begin, or begin again.
     *
     * @param live the connection
     * @param consumer the consumer
     */
    public void begin(LiveConnection live, BoundConsumer consumer) {
        onLoop(() -> {
            if (subscriber == null) {
                pendingLive = live;
                pendingConsumer = consumer;
            } else if (!stopping && !stoppedByFailure) {
                begun(live, consumer);
            }
        });
    }

    private void begun(LiveConnection live, BoundConsumer consumer) {
        connected = true;
        pulling = true;
        String pinId = session == null ? null : session.pinId();
        boolean samePlace = session != null && session.live() == live && session.consumer().name().equals(consumer.name());
        if (samePlace) {
            session.forgetPulls();
        } else {
            if (session != null) {
                session.close();
            }
            session = new PullSession(live, consumer, pinId, this::wake);
        }
        upkeep.begin(consumer.ackFloor());
        status.up(Cause.CONNECTION);
        status.up(Cause.SETUP);
        status.up(Cause.SERVER);
        boolean standingBy = consumer.priorityGroup() != null && session.pinId() == null;
        if (settings.ordered() && !standingBy) {
            order.check();
        }
        turn();
    }

    /** The connection is lost: the server forgets our pulls; what is here stays here. */
    public void disconnected() {
        onLoop(() -> {
            connected = false;
            order.abandon();
            if (session != null) {
                session.forgetPulls();
            }
            status.down(Cause.CONNECTION, ERRORS.reasonNotConnected());
        });
    }

    /** @return where the consumer is to begin again if it is gone */
    public CompletionStage<ChannelHost.Position> position() {
        CompletableFuture<ChannelHost.Position> position = new CompletableFuture<>();
        onLoop(() -> position
                .complete(new ChannelHost.Position(session == null ? Long.MAX_VALUE - 1 : upkeep.ackFloor(),
                        inFlight.oldestSequence())));
        return position;
    }

    // ---- The life of a message

    private void wake() {
        if (!awake.getAndSet(true)) {
            context.runOnContext(ignored -> turn());
        }
    }

    /** Takes what arrived, gives what may be given, pulls what there is room for. */
    void turn() {
        if (turning) {
            return;
        }
        turning = true;
        awake.set(false);
        try {
            io.nats.client.Message message;
            for (int taken = 0; taken < TURN && session != null && (message = session.poll()) != null; taken++) {
                arrived(message);
            }
            emit();
            if (session != null && connected && pulling && !stopping && !stoppedByFailure) {
                pull();
            }
        } finally {
            turning = false;
        }
        if (session != null && session.hasArrivals()) {
            wake();
        }
    }

    private void arrived(io.nats.client.Message message) {
        if (message.isStatusMessage()) {
            upkeep.statusArrived(message, session, pulls);
            return;
        }
        IncomingNatsMetadata metadata = IncomingNatsMetadata.of(message);
        if (metadata == null) {
            LOG.notADelivery(settings.channel());
            return;
        }
        long now = System.nanoTime();
        Delivery held = inFlight.find(metadata.streamSequence());
        Delivery delivery = held == null ? new Delivery(message, metadata, now) : held;
        boolean becameOwner = session.received(message, delivery.bytes);
        if (held == null) {
            inFlight.add(delivery);
        } else {
            held.adopt(message, metadata, now);
        }
        if (becameOwner) {
            LOG.owner(settings.channel(), settings.durable());
            order.check();
        }
    }

    private void emit() {
        for (int given = 0; demand > 0 && !stopping && !stoppedByFailure && order.isOpen(); given++) {
            Delivery delivery = inFlight.firstWaiting();
            if (delivery == null || (running > 0 && settings.stopsOnFailure())) {
                return;
            }
            if (given == TURN) {
                wake();
                return;
            }
            demand = demand == Long.MAX_VALUE ? demand : demand - 1;
            delivery.state = Delivery.State.RUNNING;
            delivery.startedAt = System.nanoTime();
            inFlight.advance();
            running++;
            give(delivery);
        }
    }

    private void give(Delivery delivery) {
        ContextInternal own = context.duplicate();
        NatsAcknowledgement byHand = settings.manualAck() ? new NatsAcknowledgement(new AckByHand(this, delivery)) : null;
        Message<?> message = new IncomingNatsMessage(this, delivery, own, byHand);
        // On the message's own context already here, so that SmallRye need not hop to it.
        ContextInternal before = own.beginDispatch();
        try {
            subscriber.onNext(message);
        } finally {
            own.endDispatch(before);
        }
    }

    /** The application has processed it. Any thread. */
    CompletionStage<Void> processed(Delivery delivery) {
        onLoop(() -> {
            if (settings.manualAck()) {
                methodEnded(delivery, Delivery.State.OPEN);
            } else {
                settle(delivery, AckType.AckAck.bytes);
            }
        });
        return DONE;
    }

    /** The application failed, or the payload can't be decoded. Any thread. */
    CompletionStage<Void> failed(Delivery delivery, Throwable reason) {
        onLoop(() -> {
            if (settings.manualAck() && !(reason instanceof UndecodableException)) {
                methodEnded(delivery, Delivery.State.OPEN);
            } else if (delivery.state == Delivery.State.RUNNING) {
                try {
                    strategy.onFailure(new FailedDelivery(this, delivery, reason));
                } catch (RuntimeException e) {
                    LOG.strategyThrew(settings.channel(), delivery.sequence, e);
                    methodEnded(delivery, Delivery.State.OPEN);
                }
            }
        });
        return DONE;
    }

    /** Tells the server what became of a delivery. Once; later words are dropped. */
    void settle(Delivery delivery, byte[] word) {
        if (delivery.state != Delivery.State.SETTLED) {
            send(delivery, word);
            settled(delivery);
        }
    }

    /** As an ack, but ends when the server has confirmed it; what it does not confirm it delivers again. */
    CompletionStage<io.nats.client.Message> settleConfirmed(Delivery delivery) {
        if (delivery.state == Delivery.State.SETTLED || session == null) {
            return CompletableFuture.failedStage(ERRORS.notConnected());
        }
        CompletionStage<io.nats.client.Message> confirmed = session.live().connection()
                .requestWithTimeout(delivery.ackSubject, AckType.AckAck.bytes, settings.ackWait());
        settled(delivery);
        return confirmed;
    }

    private void settled(Delivery delivery) {
        methodEnded(delivery, Delivery.State.SETTLED);
        inFlight.remove(delivery);
        pulls.settled();
        turn();
    }

    private void methodEnded(Delivery delivery, Delivery.State next) {
        boolean ran = delivery.state == Delivery.State.RUNNING;
        if (delivery.state != Delivery.State.SETTLED) {
            delivery.state = next;
        }
        if (ran) {
            running--;
            upkeep.methodEnded(delivery);
            if (running == 0) {
                order.proceed();
                tellIdle();
            }
            turn();
        }
    }

    /** The failure strategy stops the channel: this one stays unsettled, nothing after it is given. */
    void stopAt(Delivery delivery, Throwable reason) {
        stoppedByFailure = true;
        LOG.failed(settings.channel(), delivery.sequence, delivery.metadata.deliveryCount(), reason);
        methodEnded(delivery, Delivery.State.FAILED);
        status.down(Cause.FAILED, ERRORS.reasonFailed(delivery.sequence, String.valueOf(reason)));
    }

    void extend(Delivery delivery, long now) {
        if (delivery.state != Delivery.State.SETTLED) {
            delivery.extendedAt = now;
            send(delivery, AckType.AckProgress.bytes);
        }
    }

    private void send(Delivery delivery, byte[] word) {
        try {
            session.live().connection().publish(delivery.ackSubject, word);
        } catch (IllegalStateException e) {
            LOG.ackLost(settings.channel(), delivery.sequence, e);
        }
    }

    // ---- Pulling

    private void pull() {
        try {
            if (session.consumer().priorityGroup() != null && session.pinId() == null) {
                if (session.askedMessages() == 0) {
                    session.pull(1, 0, PullSession.EXPIRES);
                }
            } else if (order.mayPull()) {
                pulls.replenish(session, inFlight);
            }
        } catch (IllegalStateException e) {
            // The connection is closing; there will be another, or the application stops.
            session.forgetPulls();
        }
    }

    /** What waits is dropped unsettled, the old inbox closed: whatever the server still sends there is not heard. */
    PullSession replaceSession(PullSession old) {
        dropWaiting();
        old.close();
        session = new PullSession(old.live(), old.consumer(), old.pinId(), this::wake);
        return session;
    }

    /** Another instance owns the durable now: what was not started here is its. */
    void lostOwnership() {
        LOG.ownerNoMore(settings.channel(), settings.durable());
        session.lostPin();
        dropWaiting();
    }

    private void dropWaiting() {
        for (Delivery delivery : inFlight.inOrder(Delivery.State.WAITING)) {
            delivery.state = Delivery.State.SETTLED;
            inFlight.remove(delivery);
        }
    }

    /** No pulls until {@link #begin} is called again. */
    void pausePulls() {
        pulling = false;
    }

    // ---- Demand

    @Override
    public void subscribe(Flow.Subscriber<? super Message<?>> downstream) {
        onLoop(() -> {
            if (subscriber != null) {
                downstream.onError(ERRORS.oneSubscriber(settings.channel()));
                return;
            }
            subscriber = downstream;
            downstream.onSubscribe(this);
            if (pendingConsumer != null) {
                begun(pendingLive, pendingConsumer);
            }
        });
    }

    @Override
    public void request(long n) {
        onLoop(() -> {
            demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
            turn();
        });
    }

    @Override
    public void cancel() {
        onLoop(() -> demand = 0);
    }

    // ---- Stopping

    /** Gives nothing more to the application and pulls nothing more. */
    public CompletionStage<Void> quiesce() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        onLoop(() -> {
            stopping = true;
            done.complete(null);
        });
        return done;
    }

    /**
     * Waits for what runs, then gives back what was not started, the failed or oldest first.
     *
     * @param most how long to wait for what runs
     * @return ends when everything was given back
     */
    public CompletionStage<Void> finish(Duration most) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        onLoop(() -> {
            idle = new CompletableFuture<>();
            idle.whenComplete((nothing, failure) -> {
                giveBack();
                done.complete(null);
            });
            later(most, () -> idle.complete(null));
            tellIdle();
        });
        return done;
    }

    private void tellIdle() {
        if (idle != null && running == 0) {
            idle.complete(null);
        }
    }

    private void giveBack() {
        upkeep.end();
        if (session == null) {
            return;
        }
        io.nats.client.Message message;
        while ((message = session.poll()) != null) {
            arrived(message);
        }
        int givenBack = 0;
        for (Delivery delivery : inFlight.inOrder(Delivery.State.WAITING, Delivery.State.FAILED, Delivery.State.OPEN)) {
            send(delivery, AckType.AckNak.bytes);
            delivery.state = Delivery.State.SETTLED;
            inFlight.remove(delivery);
            givenBack++;
        }
        LOG.channelStopped(settings.channel(), givenBack, running);
    }

    /** @return whether this instance is the owner of an exclusive durable; to be asked when it is finished */
    public boolean isOwner() {
        PullSession last = session;
        return last != null && last.pinId() != null;
    }

    // ---- For the parts of this channel

    IncomingSettings settings() {
        return settings;
    }

    PullSession session() {
        return session;
    }

    InFlight inFlight() {
        return inFlight;
    }

    OrderRestorer order() {
        return order;
    }

    boolean isConnected() {
        return connected;
    }

    int running() {
        return running;
    }

    int held() {
        return inFlight.size();
    }

    void sortWaiting() {
        inFlight.sortWaiting();
    }

    ContextInternal context() {
        return context;
    }

    void later(Duration delay, Runnable action) {
        context.setTimer(Math.max(1, delay.toMillis()), ignored -> action.run());
    }

    void onLoop(Runnable action) {
        if (eventLoop.inEventLoop()) {
            action.run();
        } else {
            context.runOnContext(ignored -> action.run());
        }
    }
}
