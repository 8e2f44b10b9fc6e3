package io.quarkiverse.messaging.nats.runtime.incoming;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsErrors.ERRORS;
import static io.quarkiverse.messaging.nats.runtime.i18n.NatsLog.LOG;

import java.time.ZonedDateTime;

import io.nats.client.Message;
import io.quarkiverse.messaging.nats.IncomingNatsMetadata;
import io.quarkiverse.messaging.nats.runtime.config.IncomingSettings;
import io.quarkiverse.messaging.nats.runtime.connection.LiveConnection;
import io.quarkiverse.messaging.nats.runtime.consumer.BoundConsumer;
import io.quarkiverse.messaging.nats.runtime.health.ChannelStatus;
import io.quarkiverse.messaging.nats.runtime.health.ChannelStatus.Cause;

/**
 * Brings messages into the channel, over all connections and pull sessions of its life: begins, loses the connection,
 * begins again, stands by for an owner and takes over.
 */
final class Intake {

    private final IncomingSettings settings;
    private final MessageFlow flow;
    private final ChannelStatus status;
    private final InFlight inFlight;
    private final Runnable wake;
    private final OrderRestorer order;
    private final Upkeep upkeep;
    private final PullPolicy policy;
    private final SecondReceiver second;
    /** Of a channel that is ready only when it has caught up, or {@code null}. */
    private final CatchUp catchUp;
    /** Read by {@link #isOwner} from another thread, when everything has ended. */
    private volatile PullSession session;
    /** Of the session: a new incarnation of the stream gets a new session. */
    private IncomingNatsMetadata.Reader reader;
    /** When the server made the consumer that was bound last. */
    private ZonedDateTime consumerCreated;
    private boolean connected;
    private boolean pulling;

    Intake(IncomingSettings settings, MessageFlow flow, ChannelHost host, ChannelStatus status, ChannelLoop loop,
            InFlight inFlight, Runnable wake) {
        this.settings = settings;
        this.flow = flow;
        this.status = status;
        this.inFlight = inFlight;
        this.wake = wake;
        this.policy = new PullPolicy(settings);
        this.second = new SecondReceiver(settings, status);
        this.order = new OrderRestorer(settings, flow, this, host, loop);
        this.upkeep = new Upkeep(settings, flow, this, host, status, loop);
        this.catchUp = status.replay() == null ? null : new CatchUp(status.replay(), this, host, loop);
    }

    void begin(LiveConnection live, BoundConsumer consumer) {
        boolean detects = second.isLookedFor(consumer);
        boolean samePlace = session != null && !detects && !session.isClosed() && session.live() == live
                && session.consumer().name().equals(consumer.name())
                && session.consumer().streamCreated().equals(consumer.streamCreated());
        if (samePlace) {
            session.forgetPulls();
        } else {
            String pinId = session == null ? null : session.pinId();
            if (session != null) {
                while (detects && take()) {
                    // what it brought before it ends: the next one begins to count anew
                }
                session.close();
            }
            session = new PullSession(live, consumer, pinId, wake);
        }
        reader = new IncomingNatsMetadata.Reader(consumer.streamCreated().toInstant(), settings.lastingName(consumer.name()));
        if (!consumer.created().equals(consumerCreated)) {
            consumerCreated = consumer.created();
            flow.settlement().consumerBegan();
            if (isOwner()) {
                lostOwnership(); // the new one has no owner yet
            }
        }
        connected = true;
        pulling = true;
        upkeep.begin(consumer.ackFloor());
        status.up(Cause.CONNECTION);
        status.up(Cause.SETUP);
        if (settings.ordered() && !standsBy()) {
            order.check();
        }
    }

    /** The server forgets our pulls; what is here stays here. */
    void disconnected() {
        connected = false;
        order.suspend();
        if (session != null) {
            session.forgetPulls();
        }
        status.down(Cause.CONNECTION, ERRORS.reasonNotConnected());
    }

    /** Takes one thing that arrived: a message, or a word of the server. @return whether there was one */
    boolean take() {
        Message message = session == null ? null : session.poll();
        if (message == null) {
            return false;
        }
        if (message.isStatusMessage()) {
            upkeep.statusArrived(message, session, policy);
            return true;
        }
        IncomingNatsMetadata metadata = IncomingNatsMetadata.of(message, reader);
        if (metadata == null) {
            LOG.notADelivery(settings.channel());
            return true;
        }
        if (second.shows(session, metadata.consumerSequence(), connected)) {
            flow.stop();
            flow.handBack().giveBackWaiting();
            leave();
            return false;
        }
        long now = System.nanoTime();
        Delivery delivery = inFlight.arrived(message, metadata, now);
        status.counters().arrived(metadata.deliveryCount(), metadata.pending());
        boolean becameOwner = session.received(message, delivery.bytes);
        flow.failures().arrived(delivery);
        if (becameOwner) {
            LOG.owner(settings.channel(), settings.durable());
            order.check();
        }
        order.arrived(metadata.consumerSequence());
        return true;
    }

    boolean hasArrivals() {
        return session != null && session.hasArrivals();
    }

    /** Pulls what there is room for; a stand-by asks for one message, which it gets when it becomes the owner. */
    void pull() {
        if (session == null || !connected || !pulling) {
            return;
        }
        try {
            if (standsBy()) {
                if (session.askedMessages() == 0) {
                    session.pull(1, 0, PullSession.EXPIRES);
                }
            } else if (order.mayPull()) {
                policy.replenish(session, inFlight, flow.running(), order.isOpen());
            }
        } catch (IllegalStateException e) {
            // The connection is closing; there will be another, or the application stops.
            session.forgetPulls();
        }
    }

    /** No pulls until {@link #begin}. */
    void pausePulls() {
        pulling = false;
        session.forgetPulls();
    }

    /** Nothing is brought any more until {@link #begin}; what the server still sends it delivers again. */
    void leave() {
        pulling = false;
        order.abandon();
        if (session != null) {
            session.close();
        }
    }

    /** @return whether another instance may be the owner of the exclusive durable */
    boolean standsBy() {
        return session.consumer().priorityGroup() != null && session.pinId() == null;
    }

    /** What waits is dropped unsettled, the old inbox closed: whatever the server still sends there is not heard. */
    PullSession replaceSession() {
        PullSession old = session;
        flow.settlement().dropWaiting();
        flow.settlement().consumerBegan();
        old.close();
        session = new PullSession(old.live(), old.consumer(), old.pinId(), wake);
        return session;
    }

    /** Another instance may own the durable now: what was not started here is its. */
    void lostOwnership() {
        if (session.pinId() == null) {
            return; // several pulls bring the same word
        }
        LOG.ownerNoMore(settings.channel(), settings.durable());
        session.lostPin();
        if (!settings.acks().none()) {
            flow.failures().failing().forget();
            flow.settlement().dropWaiting(); // with ack=none the server has forgotten them
        }
        flow.claims().lostOwnership();
    }

    ChannelHost.Position position() {
        return new ChannelHost.Position(upkeep.ackFloor(), inFlight.oldestSequence());
    }

    PullSession session() {
        return session;
    }

    boolean isConnected() {
        return connected;
    }

    boolean isPulling() {
        return pulling;
    }

    boolean isOwner() {
        PullSession last = session;
        return last != null && last.pinId() != null;
    }

    OrderRestorer order() {
        return order;
    }

    Upkeep upkeep() {
        return upkeep;
    }

    PullPolicy policy() {
        return policy;
    }

    /** The server was told what became of a delivery. */
    void settled(Delivery delivery, boolean comesAgain) {
        policy.settled();
        if (catchUp != null) {
            catchUp.settled(delivery, comesAgain);
        }
    }

    /** To be called now and then: how far the consumer is, where that matters. */
    void askHowFar() {
        if (catchUp != null) {
            catchUp.ask();
        }
    }
}
