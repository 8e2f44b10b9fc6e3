package io.quarkiverse.messaging.nats;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * Settles one message by hand, on a channel with {@code manual-ack=true}. In the metadata of every message of such a
 * channel, so a method can take it as a parameter; it may be called from any thread.
 * <p>
 * A message is settled once: the first of {@link #ack()}, {@link #ackConfirmed()}, {@link #nak(Duration)} and
 * {@link #term(String)} counts, later calls do nothing. A message that is never settled is delivered again after
 * {@code ack-wait}.
 */
public final class NatsAcknowledgement {

    private final Verbs verbs;

    /**
     * Made by the connector.
     *
     * @param verbs what carries the calls out
     */
    public NatsAcknowledgement(Verbs verbs) {
        this.verbs = verbs;
    }

    /**
     * Says that the message is processed.
     *
     * @return completes when the ack is on its way; a lost ack means a redelivery
     */
    public CompletionStage<Void> ack() {
        return verbs.ack();
    }

    /**
     * Says that the message is processed, and waits, without blocking a thread, for the server's confirmation.
     *
     * @return completes when the server has confirmed, fails when it did not within {@code ack-wait}
     */
    public CompletionStage<Void> ackConfirmed() {
        return verbs.ackConfirmed();
    }

    /**
     * Asks for the message again.
     *
     * @param delay how long the server is to wait; zero for at once
     * @return completes when the nak is on its way
     */
    public CompletionStage<Void> nak(Duration delay) {
        return verbs.nak(delay);
    }

    /**
     * Tells the server never to deliver the message again.
     *
     * @param reason why, in a few words; the server shows it in its advisory
     * @return completes when the word is on its way
     */
    public CompletionStage<Void> term(String reason) {
        return verbs.term(reason);
    }

    /**
     * Says that work goes on: {@code ack-wait} begins anew. While the method runs the connector does this by itself;
     * after it has ended this call is the only extension.
     *
     * @return completes when the word is on its way
     */
    public CompletionStage<Void> inProgress() {
        return verbs.inProgress();
    }

    /** What the connector implements. */
    public interface Verbs {

        /** @return see {@link NatsAcknowledgement#ack()} */
        CompletionStage<Void> ack();

        /** @return see {@link NatsAcknowledgement#ackConfirmed()} */
        CompletionStage<Void> ackConfirmed();

        /**
         * @param delay see {@link NatsAcknowledgement#nak(Duration)}
         * @return likewise
         */
        CompletionStage<Void> nak(Duration delay);

        /**
         * @param reason see {@link NatsAcknowledgement#term(String)}
         * @return likewise
         */
        CompletionStage<Void> term(String reason);

        /** @return see {@link NatsAcknowledgement#inProgress()} */
        CompletionStage<Void> inProgress();
    }
}
