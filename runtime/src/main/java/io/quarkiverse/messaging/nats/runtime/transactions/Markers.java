package io.quarkiverse.messaging.nats.runtime.transactions;

import java.nio.charset.StandardCharsets;

import io.nats.client.impl.Headers;
import io.nats.client.support.NatsJetStreamConstants;
import io.quarkiverse.messaging.nats.runtime.sequence.SequenceSet;
import io.quarkiverse.messaging.nats.spi.ConsumerKey;
import io.quarkiverse.messaging.nats.spi.StreamPosition;

/**
 * The markers of one subscription: a message for each processed one, on a subject of its own, which must be the first on it;
 * and one that holds the floor.
 *
 * @param prefix what their subjects begin with
 * @param ttl how long they live, {@code null} where the stream does not know such a thing
 */
record Markers(String prefix, String ttl) {

    /** Below the subject of the outputs, so that their stream is likely to store them. No name of the two holds a dot. */
    static String prefix(String outputs, String token, ConsumerKey key) {
        return outputs + "." + token + "." + key.stream() + "." + key.consumer() + ".";
    }

    String subject(StreamPosition source) {
        return prefix + source.sequence();
    }

    String floorSubject() {
        return prefix + "floor";
    }

    /** Which of its kind must be the last one on the subject: 0 for none. */
    Headers headers(long expected) {
        Headers headers = new Headers();
        headers.put(NatsJetStreamConstants.EXPECTED_LAST_SUB_SEQ_HDR, String.valueOf(expected));
        if (ttl != null) {
            headers.put(NatsJetStreamConstants.MSG_TTL_HDR, ttl);
        }
        return headers;
    }

    static byte[] body(StreamPosition source) {
        return body(String.valueOf(SequenceSet.nanos(source.storedAt())));
    }

    static byte[] body(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static boolean isOf(StreamPosition source, byte[] body) {
        return new String(body, StandardCharsets.US_ASCII).equals(String.valueOf(SequenceSet.nanos(source.storedAt())));
    }
}
