package io.quarkiverse.messaging.nats.runtime.incoming;

import java.util.concurrent.CompletionStage;

import io.nats.client.api.ConsumerInfo;
import io.quarkiverse.messaging.nats.runtime.connection.LiveConnection;
import io.quarkiverse.messaging.nats.runtime.consumer.BoundConsumer;
import io.quarkiverse.messaging.nats.runtime.consumer.ConsumerProvisioner;
import io.quarkiverse.messaging.nats.spi.ProcessedSequences;

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
     * Opens the record of what was processed, or gives the one that is open.
     *
     * @return the record of the channel's sequence store; fails with a {@code RefusalException} where going on could skip a
     *         message
     */
    CompletionStage<ProcessedSequences> sequences();

    /** Lets go of a record that another instance is to open. */
    void leaveSequences();

    /**
     * What the server says of a consumer.
     *
     * @param delivered the stream sequence up to which everything was delivered
     * @param ackFloor the stream sequence up to which everything is settled
     * @param settledAbove how many above the ack floor are settled, at most: a reset would deliver them again
     * @param pending how many messages are delivered and not settled
     * @param owned whether an instance has the pin of an exclusive durable
     * @param toCome how many messages are not yet delivered
     */
    record ConsumerState(long delivered, long ackFloor, long settledAbove, long pending, boolean owned, long toCome) {

        /**
         * @param info what the server says
         * @return what of it matters to a channel
         */
        public static ConsumerState of(ConsumerInfo info) {
            long pending = info.getNumAckPending();
            // Filtered subjects leave gaps in the stream's sequences, redeliveries lengthen the consumer's.
            long above = Math.min(info.getDelivered().getStreamSequence() - info.getAckFloor().getStreamSequence(),
                    info.getDelivered().getConsumerSequence() - info.getAckFloor().getConsumerSequence());
            boolean owned = info.getPriorityGroupStates() != null && info.getPriorityGroupStates().stream()
                    .anyMatch(group -> group.getPinnedClientId() != null && !group.getPinnedClientId().isEmpty());
            return new ConsumerState(info.getDelivered().getStreamSequence(), ConsumerProvisioner.settledUpTo(info),
                    Math.max(0, above - pending), pending, owned, info.getNumPending());
        }
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
