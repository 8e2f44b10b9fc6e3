package io.quarkiverse.messaging.nats.runtime.connection;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsErrors.ERRORS;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.MessageHandler;
import io.nats.client.api.PublishAck;
import io.nats.client.impl.Headers;

/**
 * Publishes messages one try each and says whether the server stored them. At most {@link #BOUND} of one connection are
 * unconfirmed at once, more wait in line. This bound is apart from {@code max-outgoing}: what nobody stores must not hold
 * up the outgoing channels. Any thread; nothing blocks.
 */
public final class ConfirmedPublisher implements MessageHandler {

    /** How many messages may be unconfirmed at once. */
    public static final int BOUND = 256;

    private record Request(String subject, Headers headers, byte[] body, Duration timeout,
            CompletableFuture<PublishAck> outcome) {
    }

    private final Connection connection;
    private final Dispatcher replies;
    private final Queue<Request> waiting = new ConcurrentLinkedQueue<>();
    private final Map<String, Request> unconfirmed = new ConcurrentHashMap<>();
    private final AtomicInteger permits = new AtomicInteger(BOUND);
    private final AtomicInteger wip = new AtomicInteger();
    private final AtomicLong ids = new AtomicLong();
    private String inbox;

    ConfirmedPublisher(Connection connection, Dispatcher replies) {
        this.connection = connection;
        this.replies = replies;
    }

    /**
     * @param subject where to
     * @param headers its headers
     * @param body its payload
     * @param timeout how long the confirmation may take, from the moment of sending
     * @return ends with the server's word that it is stored, or exceptionally with the reason why that is not known
     */
    public CompletableFuture<PublishAck> publish(String subject, Headers headers, byte[] body, Duration timeout) {
        long size = headers.serializedLength() + (long) body.length;
        // The server would cut the connection.
        if (size > connection.getMaxPayload()) {
            return CompletableFuture.failedFuture(ERRORS.tooLarge(size, connection.getMaxPayload()));
        }
        Request request = new Request(subject, headers, body, timeout, new CompletableFuture<>());
        waiting.add(request);
        drain();
        return request.outcome();
    }

    private void drain() {
        if (wip.getAndIncrement() != 0) {
            return;
        }
        int missed = 1;
        do {
            while (permits.get() > 0 && !waiting.isEmpty()) {
                permits.decrementAndGet();
                send(waiting.poll());
            }
            missed = wip.addAndGet(-missed);
        } while (missed != 0);
    }

    private void send(Request request) {
        String reply;
        try {
            reply = inbox() + ids.incrementAndGet();
        } catch (RuntimeException e) {
            // The connection is closing.
            permits.incrementAndGet();
            request.outcome().completeExceptionally(e);
            return;
        }
        unconfirmed.put(reply, request);
        request.outcome().orTimeout(request.timeout().toMillis(), TimeUnit.MILLISECONDS).whenComplete((ack, failure) -> {
            unconfirmed.remove(reply);
            permits.incrementAndGet();
            drain();
        });
        try {
            connection.publish(request.subject(), reply, request.headers(), request.body());
        } catch (RuntimeException e) {
            request.outcome().completeExceptionally(e);
        }
    }

    private String inbox() {
        if (inbox == null) {
            inbox = connection.createInbox() + ".";
            replies.subscribe(inbox + "*", this);
        }
        return inbox;
    }

    @Override
    public void onMessage(Message reply) {
        Request request = unconfirmed.get(reply.getSubject());
        if (request == null) {
            return; // too late
        }
        if (reply.isStatusMessage()) {
            request.outcome().completeExceptionally(ERRORS.noStreamForSubject(request.subject()));
            return;
        }
        try {
            request.outcome().complete(new PublishAck(reply));
        } catch (JetStreamApiException e) {
            request.outcome().completeExceptionally(
                    ERRORS.notStored(e.getErrorDescription() + " [" + e.getApiErrorCode() + "]"));
        } catch (IOException e) {
            request.outcome().completeExceptionally(ERRORS.notStored(e.getMessage()));
        }
    }
}
