package io.quarkiverse.messaging.nats.runtime.kv;

import java.time.Instant;

import io.quarkiverse.messaging.nats.runtime.sequence.SequenceSet;
import io.quarkiverse.messaging.nats.spi.StreamPosition;

/** The value of the floor's key. */
record Floor(Instant streamCreated, Instant consumerCreated, StreamPosition position) {

    static Floor parse(String value) {
        String[] parts = value.split("\\|");
        return new Floor(Instant.parse(parts[0]), Instant.parse(parts[1]),
                new StreamPosition(Long.parseLong(parts[2]), SequenceSet.instant(Long.parseLong(parts[3]))));
    }

    String text() {
        return streamCreated + "|" + consumerCreated + "|" + position.sequence() + "|"
                + SequenceSet.nanos(position.storedAt());
    }
}
