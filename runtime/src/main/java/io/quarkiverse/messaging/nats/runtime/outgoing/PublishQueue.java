package io.quarkiverse.messaging.nats.runtime.outgoing;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsErrors.ERRORS;
import static io.quarkiverse.messaging.nats.runtime.i18n.NatsLog.LOG;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.nats.client.api.PublishAck;
import io.quarkiverse.messaging.nats.runtime.connection.LiveConnection;

/**
 * Publishes for all outgoing channels of one connection: pipelined, confirmed, at most {@code max-outgoing} at once; more
 * wait here, at most {@code max-in-flight} of each channel. What is unconfirmed when a connection comes back, or when
 * {@code ack-timeout} is over, is sent again with the same message id, in the order of the first time.
 * <p>
 * Any thread; nothing blocks, because jnats's own queue is never full.
 */
public final class PublishQueue {

    private final AtomicInteger permits;
    private final Queue<PendingPublish> waiting = new ConcurrentLinkedQueue<>();
    private final Map<Long, PendingPublish> unconfirmed = new ConcurrentHashMap<>();
    private final AtomicInteger wip = new AtomicInteger();
    private final AtomicLong ids = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final Retries retries = new Retries(this);
    private final Answers answers = new Answers(this, retries);
    private final DeniedPublishes denied = new DeniedPublishes(this);
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
     * Sending may begin, or begin again; what is unconfirmed is sent again first. Blocks for a moment; on a worker.
     *
     * @param connection the connection
     */
    public void open(LiveConnection connection) {
        retries.prepare(unconfirmed.values(), connection);
        begin(connection);
        drain();
    }

    private synchronized void begin(LiveConnection connection) {
        if (subscribed != connection) {
            inbox = connection.connection().createInbox() + ".";
            connection.replies().subscribe(inbox + "*", answers);
            subscribed = connection;
        }
        retries.all(unconfirmed.values(), connection);
        live = connection;
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

    void send(PendingPublish publish, LiveConnection connection) {
        if (publish.need != null && !connection.serverIsAtLeast(publish.need.version())) {
            over(publish, null, publish.need.notMet(connection.version()));
            return;
        }
        long now = System.nanoTime();
        publish.sentAt = now;
        publish.againAt = Retries.dueAfter(publish, now);
        publish.sent(now);
        try {
            connection.connection().publish(publish.subject, inbox + publish.id, publish.headers, publish.body);
        } catch (IllegalArgumentException e) {
            over(publish, null, e);
        } catch (IllegalStateException e) {
            // Closing, or the reconnect buffer is full: it is sent when a connection is back.
            LOG.publishAgain(publish.channel.settings().channel(), publish.subject, publish.attempts, e.getMessage());
        }
    }

    /**
     * The server did not permit one publish.
     *
     * @param subject its subject, perhaps of somebody else
     */
    public void denied(String subject) {
        denied.add(subject);
    }

    /** To be called several times a second: nacks what was not permitted, sends again what is due. */
    public void tick() {
        LiveConnection connection = live;
        denied.settle(unconfirmed.values());
        if (connection != null && !unconfirmed.isEmpty()) {
            retries.due(unconfirmed.values(), connection);
        }
    }

    /** @return the message under this number, or {@code null} where its outcome is known */
    PendingPublish unconfirmed(long id) {
        return unconfirmed.get(id);
    }

    LiveConnection live() {
        return live;
    }

    void over(PendingPublish publish, PublishAck receipt, Throwable failure) {
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
