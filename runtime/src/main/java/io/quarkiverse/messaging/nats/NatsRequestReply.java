package io.quarkiverse.messaging.nats;

import org.eclipse.microprofile.reactive.messaging.Message;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.EmitterType;

/**
 * Sends a request on an outgoing channel and gives the reply that comes on the incoming channel that its key
 * {@code reply-channel} names. Injected with {@code @Channel}. Both travel through streams: a request waits for whoever
 * answers, and is answered also by one that was down when it was sent.
 * <p>
 * Whoever answers publishes to the subject that the header {@link #REPLY_TO} of the request names, with the same
 * {@link #CORRELATION_ID}; an outgoing channel with {@code reply-subjects} does both.
 *
 * @param <Req> the type of requests
 * @param <Rep> the type of replies
 */
public interface NatsRequestReply<Req, Rep> extends EmitterType {

    /** The header of a request that names the subject of its reply. */
    String REPLY_TO = "Reply-To";
    /** The header that a request and its reply have in common. */
    String CORRELATION_ID = "Correlation-Id";
    /** The header of a reply that says that there is no result, and why. */
    String REPLY_FAILURE = "Reply-Failure";

    /** How many requests of one channel may wait for their replies; more fail at once. */
    int MOST_WAITING = 10_000;

    /**
     * @param request what is asked
     * @return the reply. Fails with a {@link java.util.concurrent.TimeoutException} where none has come within
     *         {@code reply-timeout} (the request is stored and may be answered all the same), with a {@link NatsReplyException}
     *         where the reply is a failure, and with the reason where the request could not be stored
     */
    Uni<Rep> request(Req request);

    /**
     * As above, with metadata in both directions.
     *
     * @param request a message, which may have {@link OutgoingNatsMetadata}; it is acknowledged when it is stored
     * @return the reply with its {@link IncomingNatsMetadata}; it is acknowledged already
     */
    Uni<Message<Rep>> request(Message<? extends Req> request);

    /** @return how many requests wait for their replies */
    int waiting();
}
