package io.quarkiverse.messaging.nats.runtime.tracing;

import java.util.concurrent.Flow;

import org.eclipse.microprofile.reactive.messaging.Message;

import io.opentelemetry.context.Context;
import io.quarkiverse.messaging.nats.IncomingNatsBatchMetadata;
import io.quarkiverse.messaging.nats.IncomingNatsMetadata;
import io.smallrye.reactive.messaging.TracingMetadata;

/** An incoming channel whose messages each have a span, from here to their ack or nack. */
final class TracedReceiving implements Flow.Publisher<Message<?>> {

    private final Flow.Publisher<Message<?>> channel;
    private final ReceiveSpans spans;
    private final boolean endsAtOnce;

    TracedReceiving(Flow.Publisher<Message<?>> channel, ReceiveSpans spans, boolean endsAtOnce) {
        this.channel = channel;
        this.spans = spans;
        this.endsAtOnce = endsAtOnce;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super Message<?>> downstream) {
        channel.subscribe(new Flow.Subscriber<>() {

            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                downstream.onSubscribe(subscription);
            }

            @Override
            public void onNext(Message<?> message) {
                downstream.onNext(traced(message));
            }

            @Override
            public void onError(Throwable failure) {
                downstream.onError(failure);
            }

            @Override
            public void onComplete() {
                downstream.onComplete();
            }
        });
    }

    private Message<?> traced(Message<?> message) {
        IncomingNatsMetadata one = message.getMetadata(IncomingNatsMetadata.class).orElse(null);
        Context sent = one == null ? Context.root() : spans.sent(one);
        Context received = one == null
                ? spans.batch(message.getMetadata(IncomingNatsBatchMetadata.class).orElseThrow().messages())
                : spans.one(sent, one, message.getPayload());
        TracedMessage<?> traced = new TracedMessage<>(message, received);
        // Quarkus makes it the current one of the message's context, and the parent of what is sent from there.
        traced.injectMetadata(TracingMetadata.with(received, sent));
        if (endsAtOnce) {
            traced.end();
        }
        return traced;
    }
}
