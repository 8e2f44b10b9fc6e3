package io.quarkiverse.messaging.nats.spi;

import java.time.Instant;
import java.util.concurrent.CompletionStage;

/**
 * Which messages of one subscription were processed: a floor up to which all are, and a set above it. Never only the highest
 * one: a message that failed stays open below those that were processed meanwhile.
 * <p>
 * {@link #claim}, {@link #done}, {@link #dead}, {@link #release} and {@link #renew} are called on an event loop or any other
 * thread, must not block, and may overlap. A stage that fails means that the store does not know: nothing is acked, the call
 * is repeated later, and the channel says so meanwhile. All other methods are called on a worker thread and may block.
 */
public interface ProcessedSequences {

    /** What the store says of a delivery. */
    enum Verdict {
        /** Not processed yet: go on. */
        PROCESS,
        /** Processed before: it is acked without the method. */
        DONE,
        /** Somebody else works on it at this moment: it comes again later. */
        BUSY,
        /** Somebody worked on it and was lost: nobody knows whether it was processed, and it is to be put aside. */
        UNCERTAIN,
        /** The store knows another message with this sequence: the stream is not the one it was. The channel halts. */
        FOREIGN
    }

    /**
     * What a record says of the stream that it was made from.
     *
     * @param streamCreated when that stream was created
     * @param consumerCreated when the consumer was created whose ack floor it follows
     * @param floor up to where everything is done with; its time is the latest of those below it
     * @param highest the highest message that was recorded, or the floor
     */
    record Known(Instant streamCreated, Instant consumerCreated, StreamPosition floor, StreamPosition highest) {

        /**
         * @param now what is known now, or {@code null}
         * @param replaced what was known when it was decided to begin anew, or {@code null}
         * @return whether it is still the same record
         */
        public static boolean isSame(Known now, Known replaced) {
            return now == null || replaced == null ? now == replaced
                    : now.streamCreated.equals(replaced.streamCreated) && now.floor.equals(replaced.floor);
        }
    }

    /**
     * @return what the record says, as it is now; {@code null} where nothing was recorded yet and {@link #begin} is due
     * @throws Exception where the store can't say now: the channel gives nothing, and it is asked again
     */
    Known known() throws Exception;

    /**
     * Begins a record: of a new subscription, or because an operator accepts what the stream is now. What was known before is
     * forgotten. Another instance may do the same at the same time: where the record is no longer the one that is replaced,
     * nothing happens.
     *
     * @param replaced what {@link #known} said, or {@code null}
     * @param streamCreated when the stream was created
     * @param consumerCreated when the consumer was created
     * @param floor up to where everything counts as done
     * @throws Exception where that is not possible now: the channel gives nothing, and it is tried again
     */
    void begin(Known replaced, Instant streamCreated, Instant consumerCreated, StreamPosition floor) throws Exception;

    /**
     * Asks whether a delivery is to be processed.
     *
     * @param position the message
     * @return the verdict
     */
    CompletionStage<Verdict> claim(StreamPosition position);

    /**
     * The method has processed it. Where the method's own transaction recorded it there is nothing left to do.
     *
     * @param position the message
     * @return ends when the record outlives a crash: only then the message is acked
     */
    CompletionStage<Void> done(StreamPosition position);

    /**
     * It will not be processed: put aside, ignored, terminated, or too old. Recorded for itself, whatever the method did.
     *
     * @param position the message
     * @return ends when the record outlives a crash: only then the server is told
     */
    CompletionStage<Void> dead(StreamPosition position);

    /**
     * It was claimed, and neither processed nor put aside: it may be claimed again, by anyone.
     *
     * @param position the message
     */
    void release(StreamPosition position);

    /**
     * It is still worked on. Called about three times in each {@code ack-wait}.
     *
     * @param position the message
     */
    default void renew(StreamPosition position) {
    }

    /**
     * Raises the floor, then forgets what is below it. The floor is never lowered.
     *
     * @param floor the consumer's ack floor
     * @param consumerCreated when that consumer was created
     * @throws Exception where that is not possible now; it is tried again
     */
    void compact(long floor, Instant consumerCreated) throws Exception;

    /**
     * @return how many entries are kept above the floor
     * @throws Exception where the store can't say now
     */
    long entries() throws Exception;

    /** Lets go of what it holds; words about deliveries that were claimed before are not recorded any more. */
    void close();
}
