package io.quarkiverse.messaging.nats.runtime.tracing;

import java.util.List;

import io.nats.client.support.NatsJetStreamConstants;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.quarkiverse.messaging.nats.IncomingNatsMetadata;
import io.quarkiverse.messaging.nats.runtime.config.IncomingSettings;

/** Starts the spans of one incoming channel. */
final class ReceiveSpans {

    private final Tracer tracer;
    private final TextMapPropagator propagator;
    private final String name;
    private final Attributes ofChannel;

    ReceiveSpans(OpenTelemetry openTelemetry, IncomingSettings settings) {
        this.tracer = openTelemetry.getTracer(OpenTelemetryTracing.SCOPE);
        this.propagator = openTelemetry.getPropagators().getTextMapPropagator();
        // The subjects of single messages may be many; those of the channel are few.
        String subjects = String.join(",", settings.subjects());
        this.name = "process " + subjects;
        AttributesBuilder all = Attributes.builder().put(Words.SYSTEM, "nats").put(Words.OPERATION_NAME, "process")
                .put(Words.OPERATION_TYPE, "process").put(Words.TEMPLATE, subjects)
                .put(Words.CHANNEL, settings.channel());
        String group = settings.queueGroup() != null ? settings.queueGroup() : settings.durable();
        this.ofChannel = group == null ? all.build() : all.put(Words.GROUP, group).build();
    }

    /** @return where the message was sent, as its headers say */
    Context sent(IncomingNatsMetadata message) {
        return propagator.extract(Context.root(), message, TraceHeaders.OF_DELIVERY);
    }

    /** @return the context of a span whose parent is the sender's */
    Context one(Context sent, IncomingNatsMetadata message, Object payload) {
        SpanBuilder span = begin(sent).setAttribute(Words.DESTINATION, message.subject())
                .setAttribute(Words.STREAM, message.stream()).setAttribute(Words.SEQUENCE, message.streamSequence())
                .setAttribute(Words.DELIVERY_COUNT, message.deliveryCount());
        String id = message.header(NatsJetStreamConstants.MSG_ID_HDR);
        if (id != null) {
            span.setAttribute(Words.MESSAGE_ID, id);
        }
        if (payload instanceof byte[] bytes) {
            span.setAttribute(Words.BODY_SIZE, (long) bytes.length);
        }
        return sent.with(span.startSpan());
    }

    /** @return the context of a span that has a link to each sender's: it has several parents, and so none */
    Context batch(List<IncomingNatsMetadata> messages) {
        SpanBuilder span = begin(Context.root()).setAttribute(Words.BATCH_COUNT, (long) messages.size())
                .setAttribute(Words.STREAM, messages.get(0).stream());
        for (IncomingNatsMetadata message : messages) {
            SpanContext sender = Span.fromContext(sent(message)).getSpanContext();
            if (sender.isValid()) {
                span.addLink(sender, Attributes.of(Words.SEQUENCE, message.streamSequence()));
            }
        }
        return Context.root().with(span.startSpan());
    }

    private SpanBuilder begin(Context parent) {
        return tracer.spanBuilder(name).setSpanKind(SpanKind.CONSUMER).setParent(parent).setAllAttributes(ofChannel);
    }
}
