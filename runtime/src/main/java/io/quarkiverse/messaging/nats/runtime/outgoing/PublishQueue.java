package io.quarkiverse.messaging.nats.runtime.outgoing;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsErrors.ERRORS;
import static io.quarkiverse.messaging.nats.runtime.i18n.NatsLog.LOG;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.MessageHandler;
import io.nats.client.api.PublishAck;
import io.quarkiverse.messaging.nats.runtime.connection.LiveConnection;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/**
 * Publishes for all outgoing channels of one connection: pipelined, confirmed, at most {@code max-outgoing} at once; more
 * wait here, at most {@code max-in-flight} of each channel. What is unconfirmed when a connection comes back, or when
 * {@code ack-timeout} is over, is sent again with the same message id, in the order of the first time.
 * <p>
 * Any thread; nothing blocks, because jnats's own queue is never full.
 */
public final class PublishQueue implements MessageHandler {

    private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);
    private static final int BACKOFF_DOUBLINGS = 6;
    private static final int ATTEMPTS_BEFORE_LOOKUP = 3;
    private static final int UNAVAILABLE = 503;

    private final AtomicInteger permits;
    private final Queue<PendingPublish> waiting = new ConcurrentLinkedQueue<>();
    private final Map<Long, PendingPublish> unconfirmed = new ConcurrentHashMap<>();
    private final AtomicInteger wip = new AtomicInteger();
    private final AtomicLong ids = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    /** {@code null} while nothing may be sent: not connected, or the consumers do not exist yet. */
    private volatile LiveConnection live;
    private volatile LiveConnection subscribed;
    private volatile String inbox;
    private volatile CompletableFuture<Void> empty;

    /**
     * @param maxOutgoing how many messages may be unconfirmed at once
     */
    public PublishQueue(int maxOutgoing) {
        this.permits = new AtomicInteger(maxOutgoing);
    }

    /**
     * Sending may begin, or begin again; what is unconfirmed is sent again first.
     *
     * @param connection the connection
     */
    public synchronized void open(LiveConnection connection) {
        if (subscribed != connection) {
            inbox = connection.connection().createInbox() + ".";
            connection.replies().subscribe(inbox + "*", this);
            subscribed = connection;
        }
        List<PendingPublish> again = new ArrayList<>(unconfirmed.values());
        again.sort(Comparator.comparingLong(publish -> publish.id));
        again.forEach(publish -> send(publish, connection));
        live = connection;
        drain();
    }

    /** Nothing can be sent until {@link #open}. */
    public synchronized void close() {
        live = null;
    }

    /** @return how many bytes are here, waiting or unconfirmed */
    long bytes() {
        return bytes.get();
    }

    /** @return how many messages are here, waiting or unconfirmed */
    public int size() {
        return unconfirmed.size() + waiting.size();
    }

    void submit(PendingPublish publish) {
        bytes.addAndGet(publish.size());
        waiting.add(publish);
        drain();
    }

    private void drain() {
        if (wip.getAndIncrement() != 0) {
            return;
        }
        int missed = 1;
        do {
            LiveConnection connection;
            while ((connection = live) != null && !waiting.isEmpty() && takePermit()) {
                PendingPublish publish = waiting.poll();
                publish.id = ids.incrementAndGet();
                unconfirmed.put(publish.id, publish);
                send(publish, connection);
            }
            missed = wip.addAndGet(-missed);
        } while (missed != 0);
    }

    private boolean takePermit() {
        if (permits.decrementAndGet() >= 0) {
            return true;
        }
        permits.incrementAndGet();
        return false;
    }

    private void send(PendingPublish publish, LiveConnection connection) {
        publish.againAt = System.nanoTime() + publish.channel.settings().ackTimeout().toNanos();
        publish.attempts++;
        try {
            connection.connection().publish(publish.subject, inbox + publish.id, publish.headers, publish.body);
        } catch (IllegalArgumentException e) {
            over(publish, null, e);
        } catch (IllegalStateException e) {
            // Closing, or the reconnect buffer is full: it is sent when a connection is back.
            LOG.publishAgain(publish.channel.settings().channel(), publish.subject, publish.attempts, e.getMessage());
        }
    }

    /** The server's word for one message. On jnats's dispatcher thread. */
    @Override
    public void onMessage(Message reply) {
        String subject = reply.getSubject();
        PendingPublish publish = unconfirmed.get(idOf(subject));
        if (publish == null) {
            return;
        }
        if (reply.isStatusMessage()) {
            noResponders(publish, reply.getStatus().getMessageWithCode());
            return;
        }
        try {
            over(publish, new PublishAck(reply), null);
        } catch (JetStreamApiException e) {
            if (e.getErrorCode() == UNAVAILABLE) {
                again(publish, e.getErrorDescription());
            } else {
                over(publish, null, ERRORS.notStored(e.getErrorDescription() + " [" + e.getApiErrorCode() + "]"));
            }
        } catch (IOException e) {
            over(publish, null, ERRORS.notStored(e.getMessage()));
        }
    }

    private static long idOf(String subject) {
        long id = 0;
        for (int i = subject.lastIndexOf('.') + 1; i < subject.length(); i++) {
            id = id * 10 + subject.charAt(i) - '0';
        }
        return id;
    }

    /** Nobody stores the subject: the stream has no leader for the moment, or there is none. */
    private void noResponders(PendingPublish publish, String said) {
        LiveConnection connection = live;
        if (publish.attempts % ATTEMPTS_BEFORE_LOOKUP != 0 || connection == null) {
            again(publish, said);
            return;
        }
        Infrastructure.getDefaultWorkerPool().execute(() -> {
            try {
                if (connection.management().getStreamNames(publish.subject).isEmpty()) {
                    over(publish, null, ERRORS.noStreamForSubject(publish.subject));
                    return;
                }
            } catch (IOException | JetStreamApiException | RuntimeException e) {
                // JetStream does not answer either: so it is not known, and it is tried again.
            }
            again(publish, said);
        });
    }

    private void again(PendingPublish publish, String reason) {
        LOG.publishAgain(publish.channel.settings().channel(), publish.subject, publish.attempts, reason);
        publish.channel.troubled(publish.attempts, reason);
        publish.againAt = System.nanoTime()
                + (FIRST_BACKOFF.toNanos() << Math.min(publish.attempts - 1, BACKOFF_DOUBLINGS));
    }

    /** To be called several times a second: sends again what is due. */
    public void tick() {
        LiveConnection connection = live;
        if (connection == null || unconfirmed.isEmpty()) {
            return;
        }
        long now = System.nanoTime();
        for (PendingPublish publish : unconfirmed.values()) {
            if (now - publish.againAt > 0) {
                send(publish, connection);
            }
        }
    }

    private void over(PendingPublish publish, PublishAck receipt, Throwable failure) {
        if (unconfirmed.remove(publish.id) == null) {
            return;
        }
        publish.receipt = receipt;
        publish.failure = failure;
        bytes.addAndGet(-publish.size());
        permits.incrementAndGet();
        publish.channel.over(publish);
        drain();
        tellEmpty();
    }

    /**
     * @return ends when everything that is here now or comes meanwhile is confirmed or failed
     */
    public synchronized CompletableFuture<Void> whenEmpty() {
        empty = new CompletableFuture<>();
        tellEmpty();
        return empty;
    }

    private void tellEmpty() {
        CompletableFuture<Void> told = empty;
        if (told != null && size() == 0) {
            told.complete(null);
        }
    }

    /** The application stops: what is still here is nacked, outcome unknown. */
    public void abandon() {
        close();
        for (PendingPublish publish = waiting.poll(); publish != null; publish = waiting.poll()) {
            publish.failure = ERRORS.stoppedUnconfirmed();
            publish.channel.over(publish);
        }
        for (PendingPublish publish : unconfirmed.values()) {
            over(publish, null, ERRORS.stoppedUnconfirmed());
        }
    }
}
