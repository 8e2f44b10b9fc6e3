package io.quarkiverse.messaging.nats.runtime.tracing;

import java.util.List;

import io.nats.client.impl.Headers;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapSetter;
import io.quarkiverse.messaging.nats.IncomingNatsMetadata;

/** Where trace contexts travel: in the headers of a message, under the names that the propagator gives them. */
final class TraceHeaders {

    static final TextMapGetter<IncomingNatsMetadata> OF_DELIVERY = new TextMapGetter<>() {

        @Override
        public Iterable<String> keys(IncomingNatsMetadata message) {
            return message.headers().keySet();
        }

        /** Names of NATS headers keep their case, and not every client writes them as W3C does. */
        @Override
        public String get(IncomingNatsMetadata message, String name) {
            if (message == null) {
                return null;
            }
            String value = message.header(name);
            if (value != null) {
                return value;
            }
            List<String> values = message.headers().getIgnoreCase(name);
            return values == null || values.isEmpty() ? null : values.get(0);
        }
    };

    static final TextMapSetter<Headers> TO_SEND = (headers, name, value) -> {
        try {
            headers.put(name, value); // in place of what was handed on from an incoming message
        } catch (IllegalArgumentException e) {
            // A propagator of the application that writes what no header can hold must not stop the channel.
        }
    };

    private TraceHeaders() {
    }
}
