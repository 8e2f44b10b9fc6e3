package io.quarkiverse.messaging.nats.runtime.outgoing;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsLog.LOG;
import static io.quarkiverse.messaging.nats.runtime.i18n.OutgoingErrors.OUTGOING_ERRORS;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

import io.quarkiverse.messaging.nats.NatsNack;
import io.quarkiverse.messaging.nats.runtime.config.OutgoingSettings;
import io.quarkiverse.messaging.nats.runtime.connection.LiveConnection;
import io.quarkiverse.messaging.nats.runtime.health.ChannelStatus;
import io.quarkiverse.messaging.nats.runtime.health.ChannelStatus.Cause;
import io.quarkiverse.messaging.nats.runtime.i18n.ReplyRefusedException;
import io.smallrye.mutiny.helpers.queues.Queues;
import io.smallrye.reactive.messaging.OutgoingMessageMetadata;
import io.vertx.core.impl.ContextInternal;

/**
 * One outgoing channel. The life of a message, from top to bottom: {@link #onNext} encodes it, {@link PublishQueue} sends
 * it and hears of it, {@link #turn} acks or nacks it on the channel's event loop, and {@link #requestMore} asks for the
 * next.
 */
public final class OutgoingChannel implements Flow.Subscriber<Message<?>> {

    private static final int TROUBLE = 3;
    /** Whether a permission was given back, only a message could tell, and perhaps none is sent before it is ready. */
    private static final Duration DENIAL_COUNTS = Duration.ofSeconds(30);

    private final OutgoingSettings settings;
    private final RequestEncoder encoder;
    private final PublishQueue queue;
    private final ContextInternal context;
    private final ChannelStatus status;
    private final PublishCounters counters = new PublishCounters(this::inFlight);
    private final Queue<PendingPublish> outcomes = Queues.<PendingPublish> createMpscQueue();
    private final AtomicBoolean awake = new AtomicBoolean();
    private volatile boolean troubled;
    /** What the server did not permit last, or {@code null}. */
    private volatile String denied;
    private volatile long confirmedAt = System.nanoTime();
    private volatile Flow.Subscription upstream;

    // Under the lock of this: upstream's thread and the event loop both come here.
    /** Requested from upstream and not yet here. */
    private int asked;
    /** Here and not yet settled. */
    private int inFlight;
    /** How large messages were lately, 0 where none has come yet. */
    private long averageSize;

    /**
     * @param settings its settings
     * @param encoder makes the bytes
     * @param queue that of the connection, which publishes
     * @param context an event loop context of its own
     * @param status what it says of itself
     */
    public OutgoingChannel(OutgoingSettings settings, RequestEncoder encoder, PublishQueue queue,
            ContextInternal context, ChannelStatus status) {
        this.settings = settings;
        this.encoder = encoder;
        this.queue = queue;
        this.context = context;
        this.status = status;
    }

    /** @return the connection of the moment, or {@code null} */
    LiveConnection live() {
        return queue.live();
    }

    OutgoingSettings settings() {
        return settings;
    }

    /** @return what it has counted */
    public PublishCounters counters() {
        return counters;
    }

    private synchronized int inFlight() {
        return inFlight;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        upstream = subscription;
        requestMore();
    }

    @Override
    public void onNext(Message<?> message) {
        PendingPublish publish;
        try {
            publish = message.getPayload() instanceof Transaction<?> ? unencoded(message, null)
                    : encoder.encode(this, message);
        } catch (RuntimeException e) {
            publish = unencoded(message, e);
        }
        publish.cameAt = counters.now();
        synchronized (this) {
            asked--;
            inFlight++;
            averageSize = averageSize == 0 ? publish.size() : (averageSize * 7 + publish.size()) / 8;
        }
        if (publish.failure == null) {
            if (!AtomicOutput.commit(this, encoder, publish)) {
                queue.submit(publish);
            }
        } else {
            over(publish);
        }
        requestMore();
    }

    private PendingPublish unencoded(Message<?> message, Throwable failure) {
        PendingPublish publish = new PendingPublish(this, message, settings.subject(), null, null, new byte[0], null);
        publish.failure = failure;
        return publish;
    }

    /** The outcome is known. Any thread. */
    void over(PendingPublish publish) {
        outcomes.offer(publish);
        if (!awake.getAndSet(true)) {
            context.runOnContext(ignored -> turn());
        }
    }

    private void turn() {
        awake.set(false);
        int settled = 0;
        PendingPublish publish;
        while ((publish = outcomes.poll()) != null) {
            settle(publish);
            settled++;
        }
        confirmedAt = System.nanoTime();
        synchronized (this) {
            inFlight -= settled;
        }
        requestMore();
    }

    private void settle(PendingPublish publish) {
        CompletionStage<Void> told;
        if (publish.failure == null) {
            counters.published(publish.cameAt);
            if (troubled) {
                troubled = false;
                status.up(Cause.SERVER);
            }
            if (denied != null && denied.equals(publish.subject)) {
                denied = null;
                status.up(Cause.PERMISSION);
            }
            if (publish.receipt != null) {
                OutgoingMessageMetadata.setResultOnMessage(publish.source, publish.receipt);
            }
            told = publish.source.ack();
        } else {
            counters.fail();
            LOG.notPublished(settings.channel(), String.valueOf(publish.failure.getMessage()));
            told = publish.failure instanceof ReplyRefusedException
                    ? publish.source.nack(publish.failure, Metadata.of(NatsNack.term()))
                    : publish.source.nack(publish.failure);
        }
        told.whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.upstreamAckFailed(settings.channel(), failure);
            }
        });
    }

    /** Up to {@code max-in-flight} messages, and up to a bound in bytes that all channels of the connection share. */
    private void requestMore() {
        int more;
        synchronized (this) {
            // How large messages are is not known before the first.
            long room = averageSize == 0 ? 1 : (OutgoingSettings.MAX_IN_FLIGHT_BYTES - queue.bytes()) / averageSize;
            more = (int) Math.min(settings.maxInFlight() - asked - inFlight, room - asked);
            // In steps, not one by one: a request costs upstream as much as a message.
            long step = Math.min(32, Math.min(settings.maxInFlight(), room) / 4);
            if (asked + inFlight == 0) {
                more = Math.max(1, more);
            } else if (more < Math.max(1, step)) {
                return;
            }
            asked += more;
        }
        Flow.Subscription subscription = upstream;
        if (subscription != null) {
            subscription.request(more);
        }
    }

    /** The server refuses for the moment, or says nothing; it is tried again. Any thread. */
    void troubled(int attempts, String reason) {
        if (attempts >= TROUBLE && !troubled) {
            troubled = true;
            status.down(Cause.SERVER, reason);
        }
    }

    /** The server did not permit a message. Any thread. */
    void denied(String subject, String reason) {
        denied = subject;
        status.denied(reason, DENIAL_COUNTS);
    }

    /** A message that was sent then is unconfirmed for long; that matters where none was confirmed since. Any thread. */
    void silentSince(long sentAt) {
        if (sentAt - confirmedAt > 0) {
            troubled(TROUBLE, OUTGOING_ERRORS.reasonUnconfirmed());
        }
    }

    @Override
    public void onError(Throwable failure) {
        LOG.upstreamFailed(settings.channel(), failure);
    }

    @Override
    public void onComplete() {
        // What is in flight is confirmed all the same.
    }

    /** Asks for nothing more. */
    public void cancel() {
        Flow.Subscription subscription = upstream;
        if (subscription != null) {
            subscription.cancel();
        }
    }
}
