package io.quarkiverse.messaging.nats.runtime.sequence;

import java.time.Instant;

import io.quarkiverse.messaging.nats.spi.ProcessedSequences.Known;
import io.quarkiverse.messaging.nats.spi.ProcessedSequences.Verdict;
import io.quarkiverse.messaging.nats.spi.StreamPosition;

/**
 * The floor of a record that a stream keeps, as one message of it.
 *
 * @param streamCreated when the stream was created that the record is of
 * @param consumerCreated when the consumer was created whose ack floor it follows
 * @param position up to where everything is done with, and the latest time of those below
 */
public record Floor(Instant streamCreated, Instant consumerCreated, StreamPosition position) {

    /**
     * @param text what {@link #text} made
     * @return the floor
     */
    public static Floor parse(String text) {
        String[] parts = text.split("\\|");
        return new Floor(Instant.parse(parts[0]), Instant.parse(parts[1]),
                new StreamPosition(Long.parseLong(parts[2]), SequenceSet.instant(Long.parseLong(parts[3]))));
    }

    /** @return its value, ASCII */
    public String text() {
        return streamCreated + "|" + consumerCreated + "|" + position.sequence() + "|"
                + SequenceSet.nanos(position.storedAt());
    }

    /**
     * @param message a message
     * @return what is known of it by the floor alone; {@code null} where it is above
     */
    public Verdict verdict(StreamPosition message) {
        if (message.sequence() > position.sequence()) {
            return null;
        }
        // Every message below the floor was stored before the last one that was recorded there.
        return message.storedAt().isAfter(position.storedAt()) ? Verdict.FOREIGN : Verdict.DONE;
    }

    /**
     * @param highest the highest message that was recorded
     * @return what is known of the stream
     */
    public Known known(StreamPosition highest) {
        return new Known(streamCreated, consumerCreated, position, highest);
    }
}
