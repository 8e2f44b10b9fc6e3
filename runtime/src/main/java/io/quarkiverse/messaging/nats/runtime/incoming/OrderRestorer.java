package io.quarkiverse.messaging.nats.runtime.incoming;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsLog.LOG;

import java.time.Duration;

import io.quarkiverse.messaging.nats.runtime.config.IncomingSettings;
import io.quarkiverse.messaging.nats.runtime.incoming.ChannelHost.ConsumerState;

/**
 * Keeps the order over a bind, a reconnect and a takeover. The server gives a new owner what is new before it gives
 * again what the old one left unsettled; so nothing is handed to the application until this instance holds all that is
 * pending, or the consumer was set back to its ack floor (nats-server 2.14), and nothing that still runs is overtaken. Where
 * that would deliver again much that is settled, since one failing message holds the floor down, it waits instead.
 */
final class OrderRestorer {

    private static final Duration POLL = Duration.ofMillis(250);
    /** So many settled messages a reset may always deliver again. */
    private static final int FEW = 100;
    /** What is due comes at once, so much later at most; the rest was given back with a longer delay. */
    private static final Duration ARRIVAL = Duration.ofSeconds(5);

    private final IncomingSettings settings;
    private final MessageFlow flow;
    private final Intake intake;
    private final ChannelHost host;
    private final ChannelLoop loop;
    private boolean closed;
    private boolean checking;
    private boolean waiting;
    private boolean resetting;
    private long dueAt;
    private long givenUpAt;
    /** Of the last delivery; 0 where the next may have any. */
    private long consumerSequence;

    OrderRestorer(IncomingSettings settings, MessageFlow flow, Intake intake, ChannelHost host, ChannelLoop loop) {
        this.settings = settings;
        this.flow = flow;
        this.intake = intake;
        this.host = host;
        this.loop = loop;
    }

    /** @return whether messages may be handed to the application */
    boolean isOpen() {
        return !closed;
    }

    /** @return whether new pulls may be made: what is due the server gives first */
    boolean mayPull() {
        return !closed || waiting;
    }

    /** @return whether a pull that only renews the pin may be made: not while a reset is under way */
    boolean mayRenewPin() {
        return !resetting;
    }

    /** Something happened after which the server may hold more as pending than we do. */
    void check() {
        closed = true;
        abandon();
        proceed();
    }

    /** The connection is lost, and with it what was on the way: nothing is handed out until the next check. */
    void suspend() {
        closed = settings.ordered();
        abandon();
    }

    /** Numbers without a hole are all deliveries; what is missing was lost on the way before we heard of it. */
    void arrived(long number) {
        if (settings.ordered() && !closed && consumerSequence > 0 && number > consumerSequence + 1) {
            check();
        }
        consumerSequence = number;
    }

    /** No check is under way any more: the session is gone. */
    void abandon() {
        consumerSequence = 0;
        checking = false;
        waiting = false;
        resetting = false;
    }

    /** To be called whenever a method has ended: nothing is decided while one runs. */
    void proceed() {
        PullSession session = intake.session();
        if (!closed || checking || session == null || !intake.isConnected() || (flow.running() > 0 && !waiting)) {
            return;
        }
        checking = true;
        host.state(session.live(), session.consumer()).whenComplete((state, failure) -> loop.run(() -> {
            if (!checking || session != intake.session()) {
                return;
            }
            checking = false;
            if (failure != null) {
                loop.later(POLL, this::proceed);
            } else {
                decide(session, state);
            }
        }));
    }

    private void decide(PullSession session, ConsumerState state) {
        long pending = state.pending();
        int held = flow.inFlight().upTo(state.delivered());
        if (pending <= held) {
            open();
        } else if (!waiting && session.live().serverIsAtLeast("2.14.0") && isFew(state.settledAbove())) {
            LOG.resetForOrder(settings.channel(), pending - held, session.consumer().name(), state.ackFloor());
            reset();
        } else {
            waitUntilDue(pending - held);
        }
    }

    private void reset() {
        PullSession next;
        try {
            // Nothing of the old session can arrive any more when the server comes to the reset.
            next = intake.replaceSession();
        } catch (IllegalStateException e) {
            return; // the connection is closing; with another one it is looked at again
        }
        consumerSequence = 0;
        checking = true;
        resetting = true;
        host.reset(next.live(), next.consumer()).whenComplete((done, failure) -> loop.run(() -> {
            if (!checking || next != intake.session()) {
                return;
            }
            checking = false;
            resetting = false;
            if (failure != null) {
                loop.later(POLL, this::proceed);
            } else {
                open();
            }
        }));
    }

    /** What one cut connection may lose the acks of is never more than what was in flight. */
    private boolean isFew(long settledAbove) {
        return settledAbove <= Math.max(FEW, settings.maxInFlight());
    }

    private void waitUntilDue(long elsewhere) {
        long now = System.nanoTime();
        if (!waiting) {
            waiting = true;
            dueAt = now + settings.ackWait().toNanos();
            givenUpAt = dueAt + Math.min(settings.ackWait().toNanos(), ARRIVAL.toNanos());
            LOG.waitForOrder(settings.channel(), elsewhere, intake.session().consumer().name(), settings.ackWait());
        } else if (now - givenUpAt > 0 && !settings.acks().all()) {
            LOG.orderNotRestored(settings.channel(), elsewhere, Duration.ofNanos(givenUpAt - dueAt).plus(settings.ackWait()));
            open();
            return;
        } else if (now - dueAt > 0 && !intake.policy().hasRoom(flow.inFlight())) {
            flow.handBack().giveBackLast(elsewhere);
        }
        flow.turn();
        loop.later(POLL, this::proceed);
    }

    private void open() {
        closed = false;
        waiting = false;
        flow.settlement().complete();
        flow.inFlight().sortWaiting();
        flow.turn();
    }
}
