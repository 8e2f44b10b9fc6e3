package io.quarkiverse.messaging.nats.runtime.connector;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsErrors.ERRORS;
import static io.quarkiverse.messaging.nats.runtime.i18n.SecurityErrors.SECURITY;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;

import io.nats.client.api.StreamInfo;
import io.nats.client.support.NatsJetStreamConstants;
import io.quarkiverse.messaging.nats.runtime.config.IncomingSettings;
import io.quarkiverse.messaging.nats.runtime.connection.LiveConnection;
import io.quarkiverse.messaging.nats.runtime.consumer.BoundConsumer;
import io.quarkiverse.messaging.nats.runtime.consumer.ConsumerProvisioner;
import io.quarkiverse.messaging.nats.runtime.health.ChannelStatus;
import io.quarkiverse.messaging.nats.runtime.health.ReplayProgress;
import io.quarkiverse.messaging.nats.runtime.incoming.ChannelHost.Position;
import io.quarkiverse.messaging.nats.runtime.incoming.IncomingChannel;
import io.quarkiverse.messaging.nats.runtime.stream.StreamAdvice;
import io.quarkiverse.messaging.nats.runtime.stream.StreamLookup;
import io.quarkiverse.messaging.nats.spi.SequenceStore;

/** An incoming channel, all its copies, and the one consumer that they share. */
final class IncomingBinding {

    /** Where a channel is bound. */
    record Place(LiveConnection live, BoundConsumer consumer) {
    }

    /** A pull that nothing is heard of is made anew after a little more than 10 seconds. */
    private static final Duration DENIED_PULL_COUNTS = Duration.ofSeconds(15);

    private final IncomingSettings settings;
    private final ConsumerProvisioner provisioner;
    private final ChannelStatus status;
    /** {@code null} without a sequence store. */
    private final SequenceRecord record;
    private final List<IncomingChannel> copies = new CopyOnWriteArrayList<>();
    private LiveConnection live;
    private BoundConsumer bound;
    private boolean left;

    /** @param whenCaughtUp told how many messages there were to catch up with, and how long it took */
    IncomingBinding(IncomingSettings settings, ConsumerProvisioner provisioner, SequenceStore store,
            BiConsumer<Long, Duration> whenCaughtUp) {
        this.settings = settings;
        this.record = store == null ? null : new SequenceRecord(settings, store, provisioner.consumerName(), this::place);
        this.provisioner = provisioner;
        this.status = new ChannelStatus(settings.channel(), ERRORS.reasonNotChecked());
        if (settings.failedIsAlive()) {
            status.failedIsAlive();
        }
        if (settings.readyWhenCaughtUp()) {
            status.replay(new ReplayProgress(settings.channel(), status, whenCaughtUp));
        }
    }

    SequenceRecord record() {
        return record;
    }

    /** @return where it is bound, or {@code null} */
    private synchronized Place place() {
        return live == null || bound == null ? null : new Place(live, bound);
    }

    IncomingSettings settings() {
        return settings;
    }

    ChannelStatus status() {
        return status;
    }

    List<IncomingChannel> copies() {
        return copies;
    }

    synchronized BoundConsumer bound() {
        return bound;
    }

    /**
     * The consumer is not bound again.
     *
     * @return what was bound, or {@code null}
     */
    synchronized BoundConsumer leaveForGood() {
        BoundConsumer last = bound;
        left = true;
        bound = null;
        return last;
    }

    /** A copy comes after the consumer was bound, or before. */
    synchronized void add(IncomingChannel copy) {
        copies.add(copy);
        if (live != null && !left) {
            copy.begin(live, bound);
        }
    }

    /** Finds the stream, creates or finds the consumer, and lets the copies begin. Blocks; on a worker. */
    void bind(LiveConnection connection, StreamLookup lookup, StreamAdvice advice) throws IOException {
        if (hasLeft()) {
            return;
        }
        StreamInfo stream = lookup.find(connection, true, settings.channel(), settings.stream(), settings.subjects());
        advice.look(stream);
        if (settings.failure().deadLetterSubject() != null) {
            lookup.findForDeadLetters(connection, settings.channel(), settings.failure().deadLetterSubject());
        }
        BoundConsumer before = bound();
        BoundConsumer after;
        if (before == null) {
            Long done = record == null ? null : record.floorBefore(connection, stream);
            after = done == null ? provisioner.bind(connection, stream)
                    : provisioner.bindAt(connection, stream, done + 1);
        } else {
            Position position = position(before);
            after = provisioner.bindAgain(connection, stream, before.withAckFloor(position.ackFloor()),
                    position.oldestUnsettled());
        }
        CatchUpStart.begin(status.replay(), settings, connection, stream, after);
        synchronized (this) {
            live = connection;
            bound = after;
        }
        if (record != null) {
            record.bound();
        }
        copies.forEach(copy -> copy.begin(connection, after));
    }

    /** What a channel publishes itself: pulls and acks. Others are nobody's, or an outgoing channel's. */
    void publishDenied(String subject) {
        BoundConsumer consumer = bound();
        if (consumer == null) {
            return;
        }
        if (subject.equals("$JS.API.CONSUMER.MSG.NEXT." + consumer.stream() + "." + consumer.name())) {
            status.denied(SECURITY.channelNotPermitted(subject, "pulled"), DENIED_PULL_COUNTS);
        } else if (subject.startsWith(NatsJetStreamConstants.JS_ACK_SUBJECT_PREFIX)
                && subject.contains("." + consumer.stream() + "." + consumer.name() + ".")) {
            String all = NatsJetStreamConstants.JS_ACK_SUBJECT_PREFIX + consumer.stream() + "." + consumer.name() + ".>";
            // Delivered again then, and acked again.
            status.denied(SECURITY.channelNotPermitted(all, "acknowledged"), settings.ackWait().plus(DENIED_PULL_COUNTS));
        }
    }

    private synchronized boolean hasLeft() {
        return left;
    }

    /** The lower of what the copies know; a copy that never began knows nothing. */
    private Position position(BoundConsumer before) throws IOException {
        long floor = Long.MAX_VALUE;
        long oldest = Long.MAX_VALUE;
        try {
            for (IncomingChannel copy : copies) {
                Position position = copy.position().toCompletableFuture().get(10, TimeUnit.SECONDS);
                floor = Math.min(floor, position.ackFloor());
                oldest = Math.min(oldest, position.oldestUnsettled());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(e);
        }
        return new Position(floor == Long.MAX_VALUE ? before.ackFloor() : floor, oldest);
    }
}
