package io.quarkiverse.messaging.nats;

import java.time.Instant;

import io.nats.client.Message;
import io.nats.client.impl.Headers;

/**
 * What the server says of one delivery. In the metadata of every message that the connector {@code nats} emits, so a
 * method can take it as a parameter.
 * <p>
 * The numbers come from the message's reply subject
 * (<a href="https://github.com/nats-io/nats-architecture-and-design/blob/main/adr/ADR-15.md">ADR-15</a>).
 */
public final class IncomingNatsMetadata {

    private static final String PREFIX = "$JS.ACK.";
    /** Tokens after which the numbers stand: 4 in the form without a domain, 6 in the form with one. */
    private static final int TOKENS_WITHOUT_DOMAIN = 9;

    /**
     * What reads: the same after a restart, and the same for all instances of an application that share its channel.
     *
     * @param streamCreated when the stream was created: one that is deleted and created again is another one, in which
     *        the sequences begin again
     * @param name the consumer's name, without the random part of one that nobody remembers
     */
    public record Reader(Instant streamCreated, String name) {
    }

    /** How many outputs of this delivery a channel has published. */
    private static final class Outputs {
        final String channel;
        final Outputs next;
        int count;

        Outputs(String channel, Outputs next) {
            this.channel = channel;
            this.next = next;
        }
    }

    private final Message message;
    private final Reader reader;
    private final long deliveryCount;
    private final long streamSequence;
    private final long consumerSequence;
    private final long timestamp;
    private final long pending;
    private final int streamToken;
    private Outputs outputs;

    private IncomingNatsMetadata(Message message, Reader reader, int streamToken, long[] numbers) {
        this.message = message;
        this.reader = reader;
        this.streamToken = streamToken;
        this.deliveryCount = numbers[0];
        this.streamSequence = numbers[1];
        this.consumerSequence = numbers[2];
        this.timestamp = numbers[3];
        this.pending = numbers[4];
    }

    /**
     * Reads the metadata of a delivery that no channel has brought.
     *
     * @param message a message that JetStream delivered
     * @return its metadata, or {@code null} where the message is not a delivery of a JetStream consumer
     */
    public static IncomingNatsMetadata of(Message message) {
        return of(message, null);
    }

    /**
     * Reads the metadata of a delivery.
     *
     * @param message a message that JetStream delivered
     * @param reader what reads, or {@code null}
     * @return its metadata, or {@code null} where the message is not a delivery of a JetStream consumer
     */
    public static IncomingNatsMetadata of(Message message, Reader reader) {
        String reply = message.getReplyTo();
        if (reply == null || !reply.startsWith(PREFIX)) {
            return null;
        }
        // $JS.ACK.<stream>.<consumer>.<five numbers>, or with domain and account before the stream and a token at the end.
        int dots = 0;
        int fourth = 0;
        int sixth = 0;
        for (int dot = reply.indexOf('.'); dot >= 0; dot = reply.indexOf('.', dot + 1)) {
            dots++;
            if (dots == 4) {
                fourth = dot;
            } else if (dots == 6) {
                sixth = dot;
            }
        }
        int tokens = dots + 1;
        if (tokens < TOKENS_WITHOUT_DOMAIN || tokens == TOKENS_WITHOUT_DOMAIN + 1) {
            return null;
        }
        int streamToken = tokens == TOKENS_WITHOUT_DOMAIN ? 2 : 4;
        long[] numbers = new long[5];
        int length = reply.length();
        int i = (tokens == TOKENS_WITHOUT_DOMAIN ? fourth : sixth) + 1;
        for (int n = 0; n < numbers.length; n++) {
            int from = i;
            long value = 0;
            for (; i < length; i++) {
                int digit = reply.charAt(i) - '0';
                if (digit < 0 || digit > 9) {
                    break;
                }
                value = value * 10 + digit;
            }
            if (i == from || i < length && reply.charAt(i) != '.') {
                return null;
            }
            numbers[n] = value;
            i++;
        }
        return new IncomingNatsMetadata(message, reader, streamToken, numbers);
    }

    private static int startOfToken(String subject, int token) {
        int start = 0;
        for (int i = 0; i < token; i++) {
            start = subject.indexOf('.', start) + 1;
        }
        return start;
    }

    private String token(int token) {
        String reply = message.getReplyTo();
        int start = startOfToken(reply, token);
        return reply.substring(start, reply.indexOf('.', start));
    }

    /** @return the name of the stream that stores the message */
    public String stream() {
        return token(streamToken);
    }

    /** @return what reads, with the incarnation of the stream; {@code null} where no channel has brought the message */
    public Reader reader() {
        return reader;
    }

    /**
     * For {@code message-id=source}: counts the messages that this delivery leads to, on each outgoing channel from 0.
     *
     * @param channel an outgoing channel
     * @return the number of the next one
     */
    public synchronized int nextOutput(String channel) {
        Outputs counted = outputs;
        while (counted != null && !counted.channel.equals(channel)) {
            counted = counted.next;
        }
        if (counted == null) {
            counted = new Outputs(channel, outputs);
            outputs = counted;
        }
        return counted.count++;
    }

    /**
     * For effects that no store covers: an HTTP call, a mail. The same at each delivery of the message to this reader, also
     * after a restart, and another one for every other message, reader, and incarnation of the stream.
     *
     * @return a key of printable characters without spaces; {@code null} where no channel has brought the message
     */
    public String idempotencyKey() {
        return reader == null ? null
                : stream() + "/" + reader.streamCreated().toEpochMilli() + "/" + reader.name() + "/" + streamSequence;
    }

    /** @return the name of the consumer that delivered it */
    public String consumer() {
        return token(streamToken + 1);
    }

    /** @return the subject that it was published to */
    public String subject() {
        return message.getSubject();
    }

    /** @return its sequence in the stream */
    public long streamSequence() {
        return streamSequence;
    }

    /** @return the number of this delivery in the consumer; every delivery counts, redeliveries too */
    public long consumerSequence() {
        return consumerSequence;
    }

    /** @return how often it has been delivered, this time included: 1 for the first time */
    public long deliveryCount() {
        return deliveryCount;
    }

    /** @return how many messages the consumer had still to deliver when this one left the server */
    public long pending() {
        return pending;
    }

    /** @return when the stream stored it; the same at each redelivery */
    public Instant timestamp() {
        return Instant.ofEpochSecond(timestamp / 1_000_000_000L, timestamp % 1_000_000_000L);
    }

    /** @return its headers, empty where it has none; read only */
    public Headers headers() {
        return message.hasHeaders() ? message.getHeaders() : new Headers();
    }

    /**
     * @param name a header's name
     * @return its first value, or {@code null}
     */
    public String header(String name) {
        return message.hasHeaders() ? message.getHeaders().getFirst(name) : null;
    }

    @Override
    public String toString() {
        return stream() + "/" + consumer() + " sequence " + streamSequence + " delivery " + deliveryCount;
    }
}
