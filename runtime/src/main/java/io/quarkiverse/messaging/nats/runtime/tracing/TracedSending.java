package io.quarkiverse.messaging.nats.runtime.tracing;

import java.util.concurrent.Flow;

import org.eclipse.microprofile.reactive.messaging.Message;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.quarkiverse.messaging.nats.OutgoingNatsMetadata;
import io.smallrye.reactive.messaging.TracingMetadata;

/** An outgoing channel whose messages each have a span, from here to the server's confirmation. */
final class TracedSending implements Flow.Subscriber<Message<?>> {

    private final Flow.Subscriber<Message<?>> channel;
    private final SendSpans spans;

    TracedSending(Flow.Subscriber<Message<?>> channel, SendSpans spans) {
        this.channel = channel;
        this.spans = spans;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        channel.onSubscribe(subscription);
    }

    @Override
    public void onNext(Message<?> message) {
        OutgoingNatsMetadata metadata = message.getMetadata(OutgoingNatsMetadata.class).orElse(null);
        Context parent = TracingMetadata.fromMessage(message).map(TracingMetadata::getCurrentContext)
                .orElseGet(Context::current);
        Context sent = spans.one(parent, metadata, message.getPayload());
        Span span = Span.fromContext(sent);
        Message<?> traced = message.addMetadata(spans.withHeaders(sent, metadata));
        channel.onNext(traced.withAckWithMetadata(told -> {
            span.end();
            return message.ack(told);
        }).withNackWithMetadata((reason, told) -> {
            Failure.on(span, reason);
            return message.nack(reason, told);
        }));
    }

    @Override
    public void onError(Throwable failure) {
        channel.onError(failure);
    }

    @Override
    public void onComplete() {
        channel.onComplete();
    }
}
