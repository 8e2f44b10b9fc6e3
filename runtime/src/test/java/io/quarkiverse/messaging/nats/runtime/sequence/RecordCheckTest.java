package io.quarkiverse.messaging.nats.runtime.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import io.quarkiverse.messaging.nats.runtime.sequence.RecordCheck.Facts;
import io.quarkiverse.messaging.nats.runtime.sequence.RecordCheck.Misfit;
import io.quarkiverse.messaging.nats.spi.ProcessedSequences.Known;
import io.quarkiverse.messaging.nats.spi.StreamPosition;

/**
 * A record that does not fit its stream halts the channel, in a sentence that names both; the token of one accepts no other.
 */
class RecordCheckTest {

    private static final Instant CREATED = Instant.parse("2026-11-24T05:00:00Z");
    private static final Instant CONSUMER = Instant.parse("2026-11-24T05:00:01Z");
    private static final Instant NINE = Instant.parse("2026-11-24T05:10:00Z");
    private static final Known UP_TO_NINE = new Known(CREATED, CONSUMER, new StreamPosition(5, NINE.minusSeconds(9)),
            new StreamPosition(9, NINE));

    private final NavigableMap<Long, Instant> stream = new TreeMap<>(Map.of(9L, NINE));

    private Misfit misfit(Known known, Instant created, long last, Instant consumerCreated, long ackFloor) throws Exception {
        Facts facts = new Facts("ORDERS", created, last, "shop", consumerCreated, ackFloor);
        return new RecordCheck("orders", "file", "the.key", facts).misfit(known, new RecordCheck.Lookup() {
            @Override
            public Instant storedAt(long sequence) {
                return stream.get(sequence);
            }

            @Override
            public long nextOwn(long sequence) {
                Long next = stream.ceilingKey(sequence);
                return next == null ? Long.MAX_VALUE : next;
            }
        });
    }

    @Test
    void fits() throws Exception {
        assertThat(misfit(UP_TO_NINE, CREATED, 9, CONSUMER, 9)).isNull();
        assertThat(misfit(UP_TO_NINE, CREATED, 20, CONSUMER, 5)).isNull();
        // What lies between is not ours, or gone.
        stream.put(15L, NINE.plusSeconds(1));
        assertThat(misfit(UP_TO_NINE, CREATED, 20, CONSUMER, 14)).isNull();
        // The message of the highest entry is gone: nothing contradicts.
        stream.remove(9L);
        assertThat(misfit(UP_TO_NINE, CREATED, 20, CONSUMER, 9)).isNull();
    }

    @Test
    void anotherIncarnation() throws Exception {
        Misfit misfit = misfit(UP_TO_NINE, CREATED.plusSeconds(60), 20, CONSUMER, 0);
        assertThat(misfit.sentence()).contains(
                "Channel `orders`: the stream `ORDERS` was created at 2026-11-24T05:01:00Z, but the record in the sequence store "
                        + "`file` is of the one created at 2026-11-24T05:00:00Z",
                "write `the.key=" + misfit.token() + "`");
        assertThat(misfit(UP_TO_NINE, CREATED.plusSeconds(61), 20, CONSUMER, 0).token()).isNotEqualTo(misfit.token());
    }

    @Test
    void theStreamLostItsEnd() throws Exception {
        Misfit misfit = misfit(UP_TO_NINE, CREATED, 7, CONSUMER, 5);
        assertThat(misfit.sentence()).contains("the stream `ORDERS` ends at sequence 7, but the record in the sequence store "
                + "`file` has sequence 9, stored at 2026-11-24T05:10:00Z");
    }

    @Test
    void theStreamLostItsEndAndCountedOn() throws Exception {
        stream.put(9L, NINE.plusNanos(1));
        assertThat(misfit(UP_TO_NINE, CREATED, 30, CONSUMER, 5).sentence()).contains(
                "sequence 9 of the stream `ORDERS` was stored at 2026-11-24T05:10:00.000000001Z, but the record in the sequence "
                        + "store `file` has another message by this number, stored at 2026-11-24T05:10:00Z");
    }

    @Test
    void theRecordIsOlderThanWhatWasAcknowledged() throws Exception {
        stream.put(12L, NINE.plusSeconds(1));
        Misfit misfit = misfit(UP_TO_NINE, CREATED, 30, CONSUMER, 20);
        assertThat(misfit.sentence()).contains("the consumer `shop` of the stream `ORDERS` is acknowledged up to sequence 20, "
                + "with 12 among them, but the record in the sequence store `file` ends at 9");
        assertThat(misfit(UP_TO_NINE, CREATED, 30, CONSUMER, 21).token()).isNotEqualTo(misfit.token());
    }

    @Test
    void anotherConsumerWithTheSameNameSkipsNothing() throws Exception {
        stream.put(7L, NINE.minusSeconds(1));
        assertThat(misfit(UP_TO_NINE, CREATED, 30, CONSUMER, 8)).isNull();
        assertThat(misfit(UP_TO_NINE, CREATED, 30, CONSUMER.plusSeconds(1), 8).sentence()).contains("with 7 among them");
        assertThat(misfit(UP_TO_NINE, CREATED, 30, CONSUMER.plusSeconds(1), 5)).as("begun where the record ends").isNull();
    }
}
