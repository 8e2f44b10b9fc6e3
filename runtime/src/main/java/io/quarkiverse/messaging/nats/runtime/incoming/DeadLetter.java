package io.quarkiverse.messaging.nats.runtime.incoming;

import java.time.Instant;
import java.util.List;

import io.nats.client.impl.Headers;
import io.nats.client.support.NatsJetStreamConstants;
import io.quarkiverse.messaging.nats.IncomingNatsMetadata;
import io.quarkiverse.messaging.nats.runtime.consumer.BoundConsumer;

/**
 * Pure: the headers of a dead letter. Those of the original come first, then where it came from and why it is here. What
 * begins with {@code Nats-} would be an order to the server that stores the dead letter, so it gets another name.
 */
final class DeadLetter {

    static final String PREFIX = "Dead-Letter-";
    static final String ORIGINAL = PREFIX + "Original-";
    /** How many characters of an exception's message are kept. */
    static final int LONGEST_MESSAGE = 500;
    private static final String OF_THE_SERVER = "Nats-";

    private DeadLetter() {
    }

    static Headers headers(String channel, BoundConsumer consumer, IncomingNatsMetadata original, Throwable reason) {
        Headers headers = new Headers();
        Headers before = original.headers();
        for (String name : before.keySet()) {
            // The pin says of a delivery who owns the consumer; it was not published.
            if (!name.equals(NatsJetStreamConstants.NATS_PIN_ID_HDR) && !name.startsWith(PREFIX)) {
                List<String> values = before.get(name).stream().map(value -> line(value, Integer.MAX_VALUE)).toList();
                headers.put(name.startsWith(OF_THE_SERVER) ? ORIGINAL + name : name, values);
            }
        }
        headers.put(NatsJetStreamConstants.MSG_ID_HDR, id(consumer, original.streamSequence()));
        headers.put(PREFIX + "Channel", line(channel, Integer.MAX_VALUE));
        headers.put(PREFIX + "Subject", line(original.subject(), Integer.MAX_VALUE));
        headers.put(PREFIX + "Stream", original.stream());
        headers.put(PREFIX + "Consumer", original.consumer());
        headers.put(PREFIX + "Sequence", String.valueOf(original.streamSequence()));
        headers.put(PREFIX + "Timestamp", original.timestamp().toString());
        headers.put(PREFIX + "Delivery-Count", String.valueOf(original.deliveryCount()));
        headers.put(PREFIX + "Exception", line(reason.getClass().getName(), LONGEST_MESSAGE));
        headers.put(PREFIX + "Message", line(String.valueOf(reason.getMessage()), LONGEST_MESSAGE));
        return headers;
    }

    /**
     * The same for every try: of this incarnation of the stream, this consumer and this sequence. A stream that was made
     * anew counts from 1 again, and two consumers may each put the same message aside.
     */
    static String id(BoundConsumer consumer, long sequence) {
        Instant created = consumer.streamCreated().toInstant();
        return "dead-letter:" + consumer.stream() + ":" + created.getEpochSecond() + "."
                + String.format("%09d", created.getNano()) + ":" + consumer.name() + ":" + sequence;
    }

    /** What jnats takes as a header's value: one line of ASCII. */
    static String line(String text, int longest) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), 64));
        boolean space = false;
        for (int i = 0; i < text.length() && line.length() < longest; i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c == 127) {
                space = line.length() > 0;
            } else {
                if (space) {
                    line.append(' ');
                    space = false;
                }
                line.append(c < 127 ? c : '?');
            }
        }
        return line.toString();
    }
}
