package io.quarkiverse.messaging.nats.runtime.incoming;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsLog.LOG;

import java.time.Duration;

import io.quarkiverse.messaging.nats.runtime.config.IncomingSettings;

/**
 * Keeps the order over a bind, a reconnect and a takeover. The server gives a new owner what is new before it gives
 * again what the old one left unsettled; so nothing is handed to the application until this instance holds all that is
 * pending, or the consumer was set back to its ack floor (nats-server 2.14), and nothing that still runs is overtaken.
 */
final class OrderRestorer {

    private static final Duration POLL = Duration.ofMillis(250);

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

    /** @return whether new pulls may be made */
    boolean mayPull() {
        return !closed || waiting && System.nanoTime() - dueAt > 0;
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

    /** No check is under way any more: the session is gone. */
    void abandon() {
        checking = false;
        waiting = false;
        resetting = false;
    }

    /** To be called whenever a method has ended: nothing is decided while one runs. */
    void proceed() {
        PullSession session = intake.session();
        if (!closed || checking || session == null || (flow.running() > 0 && !waiting)) {
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
                decide(session, state.pending(), state.ackFloor());
            }
        }));
    }

    private void decide(PullSession session, long pending, long ackFloor) {
        int held = flow.inFlight().size();
        if (pending <= held) {
            open();
        } else if (session.live().serverIsAtLeast("2.14.0")) {
            LOG.resetForOrder(settings.channel(), pending - held, session.consumer().name(), ackFloor);
            // Nothing of the old session can arrive any more when the server comes to the reset.
            PullSession next = intake.replaceSession();
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
        } else {
            waitUntilDue(pending - held);
        }
    }

    private void waitUntilDue(long elsewhere) {
        long now = System.nanoTime();
        if (!waiting) {
            waiting = true;
            dueAt = now + settings.ackWait().toNanos();
            givenUpAt = dueAt + settings.ackWait().toNanos();
            LOG.waitForOrder(settings.channel(), elsewhere, intake.session().consumer().name(), settings.ackWait());
        } else if (now - givenUpAt > 0 && !settings.acks().all()) {
            LOG.orderNotRestored(settings.channel(), elsewhere, settings.ackWait().multipliedBy(2));
            open();
            return;
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
