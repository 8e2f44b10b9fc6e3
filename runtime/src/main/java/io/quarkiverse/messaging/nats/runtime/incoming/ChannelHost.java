package io.quarkiverse.messaging.nats.runtime.incoming;

import java.util.concurrent.CompletionStage;

import io.quarkiverse.messaging.nats.runtime.connection.LiveConnection;
import io.quarkiverse.messaging.nats.runtime.consumer.BoundConsumer;

/** What a channel asks of the world outside its event loop. Implemented by the connector; no call blocks. */
public interface ChannelHost {

    /** The consumer is gone or doubtful: it is to be verified or created again, and the channel then begun anew. */
    void bindAgain();

    /** @return whether the application has paused the channel */
    boolean isPaused();

    /**
     * @param live the connection
     * @param consumer the consumer
     * @return its state on the server
     */
    CompletionStage<ConsumerState> state(LiveConnection live, BoundConsumer consumer);

    /**
     * Sets the consumer back to its ack floor: everything above is delivered anew, in order.
     *
     * @param live the connection
     * @param consumer the consumer
     * @return ends when the server has done so
     */
    CompletionStage<Void> reset(LiveConnection live, BoundConsumer consumer);

    /**
     * What the server says of a consumer.
     *
     * @param ackFloor the stream sequence up to which everything is settled
     * @param pending how many messages are delivered and not settled
     * @param owned whether an instance has the pin of an exclusive durable
     * @param toCome how many messages are not yet delivered
     */
    record ConsumerState(long ackFloor, long pending, boolean owned, long toCome) {
    }

    /**
     * Where a consumer that is gone is to begin again: at the lower of both.
     *
     * @param ackFloor the ack floor when it was last read
     * @param oldestUnsettled the oldest stream sequence that the channel has not settled, or {@link Long#MAX_VALUE}
     */
    record Position(long ackFloor, long oldestUnsettled) {
    }
}
