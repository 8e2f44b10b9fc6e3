package io.quarkiverse.messaging.nats.runtime.incoming;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;

import io.nats.client.Message;
import io.nats.client.MessageHandler;
import io.nats.client.Subscription;
import io.quarkiverse.messaging.nats.runtime.connection.LiveConnection;
import io.quarkiverse.messaging.nats.runtime.consumer.BoundConsumer;
import io.smallrye.mutiny.helpers.queues.Queues;

/**
 * Pulls from one consumer through one inbox, asynchronously and with heartbeats
 * (<a href="https://github.com/nats-io/nats-architecture-and-design/blob/main/adr/ADR-37.md">ADR-37</a>), and keeps
 * account of what was asked for. What arrives waits in a queue, bounded by what was asked for. A session that is closed
 * brings nothing more: a channel that must be sure of that closes it and opens another.
 * <p>
 * All on the channel's event loop, except {@link #onMessage}.
 */
final class PullSession implements MessageHandler {

    static final Duration EXPIRES = Duration.ofSeconds(30);
    /** A server that says nothing for twice this time does not know of our pulls any more. */
    static final Duration HEARTBEAT = Duration.ofSeconds(5);

    private static final long SILENCE = 2 * HEARTBEAT.toNanos();
    private static final String PENDING_MESSAGES = "Nats-Pending-Messages";

    private final LiveConnection live;
    private final BoundConsumer consumer;
    private final Runnable wake;
    private final Queue<Message> queue = Queues.<Message> createMpscQueue();
    private final OpenPulls pulls = new OpenPulls();
    private final String inbox;
    private final String requestSubject;
    private final Subscription subscription;
    private String pinId;
    private long nextId;
    private long heardAt = System.nanoTime();
    private long pulledAt = heardAt;
    /** The consumer's number of the delivery that came last, 0 for none yet. */
    private long lastNumber;
    private boolean answered;
    private volatile boolean closed;

    PullSession(LiveConnection live, BoundConsumer consumer, String pinId, Runnable wake) {
        this.live = live;
        this.consumer = consumer;
        this.pinId = pinId;
        this.wake = wake;
        this.inbox = live.connection().createInbox() + ".";
        this.requestSubject = "$JS.API.CONSUMER.MSG.NEXT." + consumer.stream() + "." + consumer.name();
        this.subscription = live.deliveries().subscribe(inbox + "*", this);
    }

    /** On jnats's dispatcher thread. */
    @Override
    public void onMessage(Message message) {
        if (!closed) {
            queue.offer(message);
            wake.run();
        }
    }

    Message poll() {
        return closed ? null : queue.poll();
    }

    boolean hasArrivals() {
        return !closed && !queue.isEmpty();
    }

    LiveConnection live() {
        return live;
    }

    BoundConsumer consumer() {
        return consumer;
    }

    /** @return messages asked for and not yet here */
    int askedMessages() {
        return pulls.messages();
    }

    /** @return bytes reserved for them */
    long askedBytes() {
        return pulls.bytes();
    }

    /** @return the id by which the server knows the owner of an exclusive durable, or {@code null} */
    String pinId() {
        return pinId;
    }

    void lostPin() {
        pinId = null;
        forgetPulls();
    }

    /**
     * Asks for messages.
     *
     * @param batch how many at most
     * @param maxBytes how large together at most, 0 for no limit
     * @param expires how long the server keeps the request
     */
    void pull(int batch, long maxBytes, Duration expires) {
        pulledAt = System.nanoTime();
        if (pulls.isEmpty()) {
            heardAt = pulledAt;
        }
        long id = nextId++;
        StringBuilder request = new StringBuilder(160).append("{\"batch\":").append(batch)
                .append(",\"expires\":").append(expires.toNanos());
        if (maxBytes > 0) {
            request.append(",\"max_bytes\":").append(maxBytes);
        }
        if (expires.toNanos() > SILENCE) {
            request.append(",\"idle_heartbeat\":").append(HEARTBEAT.toNanos());
        }
        if (consumer.priorityGroup() != null) {
            request.append(",\"group\":\"").append(consumer.priorityGroup()).append('"');
            if (pinId != null) {
                request.append(",\"id\":\"").append(pinId).append('"');
            }
        }
        byte[] body = request.append('}').toString().getBytes(StandardCharsets.US_ASCII);
        live.connection().publish(requestSubject, inbox + id, body);
        pulls.opened(id, batch, maxBytes);
    }

    /** @return whether the last pull was no longer ago */
    boolean hasPulledWithin(Duration time) {
        return System.nanoTime() - pulledAt <= time.toNanos();
    }

    /** A message arrived. @return whether it carries a pin that we did not have */
    boolean received(Message message, int bytes) {
        heard();
        pulls.received(bytes);
        // Whoever has a pin gets messages by that one only; another one comes after a refusal, which takes the old one away.
        if (pinId != null || consumer.priorityGroup() == null || !message.hasHeaders()) {
            return false;
        }
        pinId = message.getHeaders().getLast("Nats-Pin-Id");
        return pinId != null;
    }

    /**
     * The server numbers the deliveries of a consumer, and one connection brings them in order.
     *
     * @return how many were left out before this one: they went to somebody else
     */
    long leftOut(long number) {
        long before = lastNumber;
        lastNumber = number;
        return before == 0 ? 0 : Math.max(0, number - before - 1);
    }

    /** The server said something else than a message: it is alive. */
    void heard() {
        heardAt = System.nanoTime();
        answered = true;
    }

    /** @return whether the server has said anything, since {@link #fellSilent} if that was called */
    boolean hasAnswered() {
        return answered;
    }

    void fellSilent() {
        answered = false;
    }

    /** The server ended the pull to whose reply subject this word came. */
    void ended(Message word) {
        int left = -1;
        if (word.hasHeaders() && word.getHeaders().containsKey(PENDING_MESSAGES)) {
            left = (int) Math.min(Integer.MAX_VALUE, number(word.getHeaders().getFirst(PENDING_MESSAGES)));
        }
        pulls.ended(number(word.getSubject().substring(word.getSubject().lastIndexOf('.') + 1)), left);
    }

    /** @return the number, -1 where it is none: whoever may publish to the inbox can write anything */
    private static long number(String text) {
        try {
            return Math.max(-1, Long.parseLong(text));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** The server knows of no pull any more. */
    void forgetPulls() {
        pulls.clear();
    }

    /** @return whether pulls are open and the server has said nothing for too long */
    boolean isSilent(long now) {
        return !pulls.isEmpty() && now - heardAt > SILENCE;
    }

    boolean isClosed() {
        return closed;
    }

    void close() {
        closed = true;
        forgetPulls();
        try {
            live.deliveries().unsubscribe(subscription);
        } catch (IllegalStateException e) {
            // the dispatcher went with its connection
        }
    }
}
