package io.quarkiverse.messaging.nats.runtime.incoming;

import java.util.concurrent.CompletableFuture;

import io.nats.client.Message;
import io.quarkiverse.messaging.nats.IncomingNatsMetadata;
import io.quarkiverse.messaging.nats.spi.ProcessedSequences;
import io.quarkiverse.messaging.nats.spi.StreamPosition;

/** One message that the server has delivered and that is not settled. Used on the channel's event loop only. */
final class Delivery {

    enum State {
        /** Not yet given to the application. */
        WAITING,
        /** The application's method runs. */
        RUNNING,
        /** The method has ended, the application settles by hand later. */
        OPEN,
        /** Processed; the cumulative ack that covers it is yet to come. */
        FINISHED,
        /** The failure strategy stopped the channel at this one. */
        FAILED,
        /** Settled. */
        SETTLED
    }

    final long sequence;
    final byte[] payload;
    final int bytes;
    State state = State.WAITING;
    IncomingNatsMetadata metadata;
    /** What the application was given: the server may deliver it again meanwhile. */
    IncomingNatsMetadata given;
    String ackSubject;
    /** When the server's ack-wait last began anew, and when the method began, in {@link System#nanoTime()}. */
    long extendedAt;
    long startedAt;
    boolean overdue;
    /** The method has ended and a dead letter is on its way; it still counts as running. */
    boolean leaving;
    final long arrivedAt;
    /** It counts as running, but its method is not asked. */
    boolean withoutMethod;
    /** Of a channel that gives batches: what the payload was read as, or why it can't be; and that it is given alone. */
    Object decoded;
    boolean undecodable;
    boolean alone;
    /** Of a consumer that was made again or reset meanwhile. */
    boolean stale;
    /** Where the channel has a sequence store: what it said, and which record it is claimed in. */
    Claims.State claim = Claims.State.UNASKED;
    StreamPosition position;
    ProcessedSequences claimedIn;
    /** When the store was last asked for it, or told that it is still here, in {@link System#nanoTime()}. */
    long claimedAt;
    /** The stage of its ack where somebody waits for the server's confirmation, or {@code null}. */
    CompletableFuture<Void> outcome;

    Delivery previous;
    Delivery next;

    Delivery(Message message, IncomingNatsMetadata metadata, long now) {
        this.sequence = metadata.streamSequence();
        this.payload = message.getData();
        this.arrivedAt = now;
        // As the server counts max_bytes: subject, reply, headers and payload.
        this.bytes = (int) Math.min(Integer.MAX_VALUE, message.consumeByteCount());
        adopt(message, metadata, now);
    }

    /** The server delivered it again while it is here: from now on the newer delivery is the one to settle. */
    void adopt(Message message, IncomingNatsMetadata metadata, long now) {
        this.metadata = metadata;
        this.ackSubject = message.getReplyTo();
        this.extendedAt = now;
        this.stale = false;
    }

    /** @return whether later words about it are dropped */
    boolean isDone() {
        return state == State.SETTLED || state == State.FINISHED;
    }
}
