package io.quarkiverse.messaging.nats.spi;

import java.time.Duration;
import java.util.List;

import io.quarkiverse.messaging.nats.IncomingNatsMetadata;

/**
 * A message that failed, and what can be done with it. Exactly one verb is to be called, from any thread; the first one
 * counts.
 */
public interface FailedMessage {

    /** @return the channel's name */
    String channel();

    /** @return the delivery that failed */
    IncomingNatsMetadata metadata();

    /** @return why */
    Throwable reason();

    /** @return the channel's {@code backoff}: the delay of a nak by delivery count, never empty */
    List<Duration> backoff();

    /** @return the delay that {@code backoff} says for this delivery; its last one repeats */
    default Duration delay() {
        List<Duration> backoff = backoff();
        return backoff.get((int) Math.min(Math.max(1, metadata().deliveryCount()), backoff.size()) - 1);
    }

    /** Says that the message is done with. */
    void ack();

    /**
     * Asks for the message again.
     *
     * @param delay how long the server is to wait
     */
    void nak(Duration delay);

    /**
     * Tells the server never to deliver it again.
     *
     * @param reason why, in a few words
     */
    void term(String reason);

    /**
     * Publishes the message to {@code dead-letter-subject} and terminates it once that is confirmed; where it is not, the
     * message comes again after {@link #delay()}.
     *
     * @throws IllegalStateException where the channel has no {@code dead-letter-subject}
     */
    void deadLetter();

    /** Stops the channel: the message stays unsettled, nothing after it is processed, readiness names the reason. */
    void stop();
}
