package io.quarkiverse.messaging.nats.runtime.incoming;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsErrors.ERRORS;
import static io.quarkiverse.messaging.nats.runtime.i18n.NatsLog.LOG;

import java.time.Duration;

import io.nats.client.Message;
import io.nats.client.support.Status;
import io.quarkiverse.messaging.nats.runtime.config.IncomingSettings;
import io.quarkiverse.messaging.nats.runtime.health.ChannelStatus;
import io.quarkiverse.messaging.nats.runtime.health.ChannelStatus.Cause;
import io.quarkiverse.messaging.nats.runtime.health.Stopwatch;

/**
 * What a channel does by the clock and on the server's word: extends what waits and what runs, ends the extension of what
 * runs too long, notices a server that fell silent, keeps the pin of an owner, remembers the ack floor.
 */
final class Upkeep {

    private static final long ACK_FLOOR_PERIOD = Duration.ofSeconds(30).toNanos();
    private static final Duration AFTER_REFUSAL = Duration.ofMillis(500);

    private final IncomingSettings settings;
    private final MessageFlow flow;
    private final Intake intake;
    private final ChannelHost host;
    private final ChannelStatus status;
    private final ChannelLoop loop;
    private final Duration renewal;
    private final Duration period;
    private long timer = -1;
    /** {@link Long#MAX_VALUE} as long as nothing was read. */
    private long ackFloor = Long.MAX_VALUE;
    private long floorReadAt;
    private long pinRenewedAt;
    private long abandonedCheckedAt;
    private int overdue;
    private boolean retrying;
    /** Until the server says something again: that the consumer is there does not mean that pulls are answered. */
    private boolean silent;

    Upkeep(IncomingSettings settings, MessageFlow flow, Intake intake, ChannelHost host, ChannelStatus status,
            ChannelLoop loop) {
        this.settings = settings;
        this.flow = flow;
        this.intake = intake;
        this.host = host;
        this.status = status;
        this.loop = loop;
        this.renewal = settings.priorityTimeout().dividedBy(3);
        this.period = ExtensionClock.period(settings.ackWait(), renewal);
    }

    void begin(long floor) {
        ackFloor = floor;
        // Where somebody looks at the lag it is read at once, not only when the first message says it.
        floorReadAt = System.nanoTime() - (status.counters().processing() == null ? 0 : ACK_FLOOR_PERIOD);
        if (timer < 0) {
            timer = loop.every(period, this::tick);
        }
    }

    void end() {
        if (timer >= 0) {
            loop.cancel(timer);
        }
    }

    long ackFloor() {
        return ackFloor;
    }

    private void tick() {
        PullSession session = intake.session();
        if (session == null || !intake.isConnected()) {
            return;
        }
        long now = System.nanoTime();
        extend(now);
        flow.failures().check(now);
        flow.expiry().tell(now);
        flow.settlement().tick(now);
        if (session.isClosed()) {
            return; // nobody takes messages
        }
        if (session.isSilent(now)) {
            if (!silent) {
                LOG.pullDied(settings.channel(), PullSession.HEARTBEAT.multipliedBy(2));
            }
            silent = true;
            session.fellSilent();
            status.down(Cause.SERVER, ERRORS.reasonSilent());
            bindAgain();
            return;
        }
        if (silent && session.hasAnswered()) {
            silent = false;
            status.up(Cause.SERVER);
        }
        keepPin(session, now);
        takeOverIfAbandoned(session, now);
        if (now - floorReadAt > ACK_FLOOR_PERIOD) {
            floorReadAt = now;
            host.state(session.live(), session.consumer()).thenAccept(state -> {
                // What the last message said grows stale where none comes.
                status.counters().lag(state.toCome());
                loop.run(() -> floorRead(session, state.ackFloor()));
            });
        }
        intake.askHowFar();
        flow.turn();
    }

    private void floorRead(PullSession session, long floor) {
        ackFloor = floor;
        if (session == intake.session()) {
            // Left open here and gone there: removed from the stream, for one.
            for (Delivery open : flow.inFlight().inOrder(Delivery.State.OPEN)) {
                if (open.sequence <= floor) {
                    flow.settled(open, false);
                }
            }
            flow.settlement().flush();
        }
    }

    private void extend(long now) {
        if (settings.processingTimeout().isZero()) {
            return;
        }
        long due = ExtensionClock.due(settings.ackWait(), period);
        for (Delivery delivery = flow.inFlight().head(); delivery != null; delivery = delivery.next) {
            boolean runs = delivery.state == Delivery.State.RUNNING && !delivery.leaving;
            if (runs && !delivery.overdue && now - delivery.startedAt > settings.processingTimeout().toNanos()) {
                delivery.overdue = true;
                overdue++;
                if (settings.acks().none()) {
                    LOG.processingTimeoutForGood(settings.channel(), delivery.sequence, settings.processingTimeout());
                } else {
                    LOG.processingTimeout(settings.channel(), delivery.sequence, settings.processingTimeout());
                }
                status.down(Cause.PROCESSING,
                        ERRORS.reasonProcessingTimeout(delivery.sequence, settings.processingTimeout()));
            }
            boolean waits = delivery.state == Delivery.State.WAITING || delivery.state == Delivery.State.FINISHED
                    || delivery.leaving;
            if ((waits || runs && !delivery.overdue) && now - delivery.extendedAt >= due) {
                flow.settlement().extend(delivery, now);
            }
        }
    }

    void methodEnded(Delivery delivery) {
        Stopwatch processing = status.counters().processing();
        if (processing != null && !delivery.withoutMethod) {
            processing.took(System.nanoTime() - delivery.startedAt);
        }
        if (delivery.overdue) {
            delivery.overdue = false;
            overdue--;
            if (overdue == 0) {
                status.up(Cause.PROCESSING);
            }
        }
    }

    /** The pin lives only while its owner pulls, also when there is no room: then for nothing that could fit. */
    private void keepPin(PullSession session, long now) {
        if (session.pinId() == null || !intake.isPulling() || now - pinRenewedAt < renewal.toNanos()
                || !intake.order().mayRenewPin()) {
            return;
        }
        pinRenewedAt = now;
        boolean room = flow.inFlight().size() + session.askedMessages() < settings.maxInFlight()
                && flow.inFlight().bytes() < settings.maxInFlightBytes();
        try {
            session.pull(1, room ? 0 : 1, renewal.plusSeconds(1));
        } catch (IllegalStateException e) {
            session.forgetPulls();
        }
    }

    /**
     * An owner that was killed leaves messages unsettled, and a full consumer delivers nothing more before ack-wait: when
     * nobody has the pin any more they need not be waited for. The reset makes the server deliver, to whoever stands by.
     */
    private void takeOverIfAbandoned(PullSession session, long now) {
        if (!intake.standsBy() || now - abandonedCheckedAt < renewal.toNanos()
                || !session.live().serverIsAtLeast("2.14.0")) {
            return;
        }
        abandonedCheckedAt = now;
        host.state(session.live(), session.consumer()).thenAccept(state -> loop.run(() -> {
            if (session == intake.session() && intake.standsBy() && !state.owned() && state.pending() > 0) {
                LOG.resetForOrder(settings.channel(), state.pending(), session.consumer().name(), state.ackFloor());
                host.reset(session.live(), session.consumer());
            }
        }));
    }

    /** The server answered a pull with a word instead of a message. */
    void statusArrived(Message message, PullSession session, PullPolicy pulls) {
        Status said = message.getStatus();
        session.heard();
        if (said.getCode() == Status.FLOW_OR_HEARTBEAT_STATUS_CODE) {
            return;
        }
        session.ended(message);
        String text = String.valueOf(said.getMessage());
        switch (said.getCode()) {
            case Status.NOT_FOUND_CODE, Status.REQUEST_TIMEOUT_CODE -> {
                // The end of a pull that brought less than it might have.
            }
            case Status.PIN_ERROR_CODE -> intake.lostOwnership();
            case Status.CONFLICT_CODE -> {
                if (text.startsWith(Status.MESSAGE_SIZE_EXCEEDS_MAX_BYTES)) {
                    pulls.messageTooLarge(flow.inFlight().size() == 0);
                } else if (!text.startsWith(Status.BATCH_COMPLETED)) {
                    refused(said.getCode(), text);
                }
            }
            default -> refused(said.getCode(), text);
        }
    }

    private void refused(int code, String text) {
        if (!retrying) {
            LOG.pullRefused(settings.channel(), code, text);
            bindAgain();
        }
    }

    /** The consumer is verified or made again; pulls wait for that, so a refusal can't become a hot loop. */
    private void bindAgain() {
        retrying = true;
        status.counters().pullRestarts().increment();
        intake.pausePulls();
        loop.later(AFTER_REFUSAL, () -> {
            retrying = false;
            host.bindAgain();
        });
    }
}
