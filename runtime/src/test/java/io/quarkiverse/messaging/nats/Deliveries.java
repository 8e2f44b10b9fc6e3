package io.quarkiverse.messaging.nats;

import java.nio.charset.StandardCharsets;

import io.nats.client.Message;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;

/** Messages as a JetStream consumer delivers them, without a server. */
public final class Deliveries {

    private Deliveries() {
    }

    /** The first delivery of a stream sequence, on subject {@code orders.new}, from consumer C of stream S. */
    public static Message of(long sequence, String payload) {
        return of("$JS.ACK.S.C.1." + sequence + "." + sequence + ".1700000000000000000.0", payload, null);
    }

    /** Any reply subject. */
    public static Message of(String replyTo, String payload, Headers headers) {
        return NatsMessage.builder().subject("orders.new").replyTo(replyTo).headers(headers)
                .data(payload.getBytes(StandardCharsets.UTF_8)).build();
    }
}
