package io.quarkiverse.messaging.nats.runtime.tracing;

import io.nats.client.impl.Headers;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.quarkiverse.messaging.nats.OutgoingNatsMetadata;
import io.quarkiverse.messaging.nats.runtime.config.OutgoingSettings;

/** Starts the spans of one outgoing channel. */
final class SendSpans {

    private final Tracer tracer;
    private final TextMapPropagator propagator;
    private final String subject;
    private final Attributes ofChannel;

    SendSpans(OpenTelemetry openTelemetry, OutgoingSettings settings) {
        this.tracer = openTelemetry.getTracer(OpenTelemetryTracing.SCOPE);
        this.propagator = openTelemetry.getPropagators().getTextMapPropagator();
        // The replies to requests go where each request says.
        this.subject = settings.subject() == null ? String.join(",", settings.captured()) : settings.subject();
        this.ofChannel = Attributes.builder().put(Words.SYSTEM, "nats").put(Words.OPERATION_NAME, "publish")
                .put(Words.OPERATION_TYPE, "send").put(Words.TEMPLATE, subject)
                .put(Words.CHANNEL, settings.channel()).build();
    }

    /** @return the context of a span, to be sent with the message */
    Context one(Context parent, OutgoingNatsMetadata metadata, Object payload) {
        boolean elsewhere = metadata != null && metadata.subject() != null;
        SpanBuilder span = tracer.spanBuilder("publish " + subject).setSpanKind(SpanKind.PRODUCER).setParent(parent)
                .setAllAttributes(ofChannel)
                .setAttribute(Words.DESTINATION, elsewhere ? metadata.subject() : subject);
        if (metadata != null && metadata.messageId() != null) {
            span.setAttribute(Words.MESSAGE_ID, metadata.messageId());
        }
        if (payload instanceof byte[] bytes) {
            span.setAttribute(Words.BODY_SIZE, (long) bytes.length);
        }
        return parent.with(span.startSpan());
    }

    /** @return the metadata with the headers that say where the message was sent */
    OutgoingNatsMetadata withHeaders(Context sent, OutgoingNatsMetadata metadata) {
        Headers headers = metadata == null || metadata.headers() == null ? new Headers() : new Headers(metadata.headers());
        propagator.inject(sent, headers, TraceHeaders.TO_SEND);
        return (metadata == null ? OutgoingNatsMetadata.builder().build() : metadata).withHeaders(headers);
    }
}
