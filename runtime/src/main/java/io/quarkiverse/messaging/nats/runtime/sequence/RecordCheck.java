package io.quarkiverse.messaging.nats.runtime.sequence;

import static io.quarkiverse.messaging.nats.runtime.i18n.SequenceErrors.SEQUENCES;

import java.time.Instant;
import java.util.Objects;

import io.quarkiverse.messaging.nats.spi.ProcessedSequences.Known;
import io.quarkiverse.messaging.nats.spi.StreamPosition;

/**
 * Pure: whether a record fits the stream and the consumer that are there now. Where it does not, going on could skip a message
 * that nobody has processed, so the channel halts until an operator accepts what is there.
 *
 * @param channel the channel, for sentences
 * @param store the store, for sentences
 * @param property the key that accepts
 * @param facts what the server says
 */
public record RecordCheck(String channel, String store, String property, Facts facts) {

    /**
     * What the server says.
     *
     * @param stream the stream's name
     * @param streamCreated when it was created
     * @param last the stream's last sequence
     * @param consumer the consumer's name
     * @param consumerCreated when it was created
     * @param ackFloor its ack floor
     */
    public record Facts(String stream, Instant streamCreated, long last, String consumer, Instant consumerCreated,
            long ackFloor) {
    }

    /** What only the server can tell, asked only where it matters. Each blocks. */
    public interface Lookup {

        /**
         * @param sequence a sequence
         * @return when the stream stored the message that it has there, {@code null} where it has none
         */
        Instant storedAt(long sequence) throws Exception;

        /**
         * @param sequence a sequence
         * @return the first of the consumer's own messages that the stream has from there on, or {@code Long.MAX_VALUE}
         */
        long nextOwn(long sequence) throws Exception;
    }

    /**
     * What does not fit.
     *
     * @param sentence to be shown
     * @param token what accepts it; another state has another one
     */
    public record Misfit(String sentence, String token) {
    }

    /**
     * @param known what the record says
     * @param server is asked where the facts don't say enough
     * @return what does not fit, or {@code null}
     */
    public Misfit misfit(Known known, Lookup server) throws Exception {
        StreamPosition highest = known.highest();
        if (!known.streamCreated().equals(facts.streamCreated())) {
            String token = token(0);
            return new Misfit(SEQUENCES.streamRecreated(channel, facts.stream(), facts.streamCreated(), store,
                    known.streamCreated(), property, token), token);
        }
        if (highest.sequence() > facts.last()) {
            String token = token(highest.sequence());
            return new Misfit(SEQUENCES.storeAhead(channel, facts.stream(), facts.last(), store, highest.sequence(),
                    highest.storedAt(), property, token), token);
        }
        // The floor's time is not of the message at the floor.
        if (highest.sequence() > known.floor().sequence()) {
            Instant stored = server.storedAt(highest.sequence());
            if (stored != null && !stored.equals(highest.storedAt())) {
                String token = token(highest.sequence());
                return new Misfit(SEQUENCES.sequenceReused(channel, highest.sequence(), facts.stream(), stored, store,
                        highest.storedAt(), property, token), token);
            }
        }
        return behind(known, server);
    }

    private Misfit behind(Known known, Lookup server) throws Exception {
        long recorded = known.highest().sequence();
        if (!Objects.equals(known.consumerCreated(), facts.consumerCreated())) {
            // Made anew by others, it may have been set to begin behind what the record has open.
            recorded = known.floor().sequence();
        }
        if (facts.ackFloor() > recorded) {
            long skipped = server.nextOwn(recorded + 1);
            if (skipped <= facts.ackFloor()) {
                String token = token(recorded);
                return new Misfit(SEQUENCES.storeBehind(channel, facts.consumer(), facts.stream(), facts.ackFloor(), skipped,
                        store, recorded, property, token), token);
            }
        }
        return null;
    }

    /** The same as long as stream and record stay as they are, so that accepting one state accepts no later one. */
    private String token(long recorded) {
        return Long.toString(facts.streamCreated().toEpochMilli(), Character.MAX_RADIX) + "-" + recorded + "-"
                + (recorded > facts.last() ? facts.last() : facts.ackFloor());
    }
}
