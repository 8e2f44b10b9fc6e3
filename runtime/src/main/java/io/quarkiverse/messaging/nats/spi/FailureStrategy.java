package io.quarkiverse.messaging.nats.spi;

/**
 * Decides what becomes of a message that failed: its method threw, its Uni failed, or its payload can't be decoded.
 * A bean of this type with {@code @Identifier("name")} is chosen with {@code failure-strategy=name}.
 */
public interface FailureStrategy {

    /**
     * Settles the message with one of the verbs of {@link FailedMessage}. Called on the channel's event loop: it must
     * not block. Where it throws, the message stays unsettled and is delivered again after {@code ack-wait}.
     *
     * @param failed the message, the reason, and the verbs
     */
    void onFailure(FailedMessage failed);

    /**
     * Whether nothing after a failed message may be processed before it is. A channel with such a strategy is
     * ordered, and gives the application one message at a time.
     *
     * @return {@code false} unless the strategy stops the channel
     */
    default boolean stops() {
        return false;
    }

    /**
     * Whether a failed message may come again. Only then {@code max-deliver} and {@code non-retryable} mean something: the
     * strategy is asked until one of them says that the last resort is due. Otherwise they are refused at start.
     *
     * @return {@code true} unless each failed message is done with at its first failure
     */
    default boolean retries() {
        return true;
    }

    /**
     * Whether it calls {@link FailedMessage#deadLetter()}, so that a channel with it needs a {@code dead-letter-subject}.
     *
     * @return {@code false} unless it does
     */
    default boolean deadLetters() {
        return false;
    }
}
