package io.quarkiverse.messaging.nats.runtime.incoming;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.nats.client.impl.AckType;

/** The words of the ack protocol that jnats has no constant for. */
final class AckWords {

    private AckWords() {
    }

    static byte[] nak(Duration delay) {
        return delay.isZero() ? AckType.AckNak.bytes : AckType.AckNak.bodyBytes(delay.toNanos());
    }

    /** @return whether the server is asked to deliver it again */
    static boolean isNak(byte[] word) {
        return word.length >= AckType.AckNak.bytes.length && word[0] == '-' && word[1] == 'N';
    }

    /** @return whether the server is asked never to deliver it again */
    static boolean isTerm(byte[] word) {
        return word.length >= AckType.AckTerm.bytes.length && word[0] == '+' && word[1] == 'T';
    }

    /** The reply subject of a delivery ends with stream sequence, consumer sequence, time and pending (and a token). */
    static String withConsumerSequence(String ackSubject, long has, long wanted) {
        if (has == wanted) {
            return ackSubject;
        }
        String[] tokens = ackSubject.split("\\.");
        tokens[tokens.length == 9 ? 6 : 8] = String.valueOf(wanted);
        return String.join(".", tokens);
    }

    /** A reason is one line of at most 200 characters. */
    static byte[] term(String reason) {
        if (reason == null || reason.isBlank()) {
            return AckType.AckTerm.bytes;
        }
        String line = reason.replaceAll("\\s+", " ").trim();
        line = line.length() > 200 ? line.substring(0, 200) : line;
        return (AckType.AckTerm.text + " " + line).getBytes(StandardCharsets.UTF_8);
    }
}
