package io.quarkiverse.messaging.nats.runtime.tracing;

import java.util.concurrent.Flow;

import org.eclipse.microprofile.reactive.messaging.Message;

import io.quarkiverse.messaging.nats.runtime.config.IncomingSettings;
import io.quarkiverse.messaging.nats.runtime.config.OutgoingSettings;

/**
 * Puts itself around a channel where its messages are traced. Knows nothing of OpenTelemetry, which may not be there; then
 * there is no bean of this type, and a channel is what it was.
 */
public interface Tracing {

    /**
     * @param settings the channel's settings
     * @param settledByNobody whether no ack tells the end of the processing
     * @param channel the channel
     * @return what SmallRye subscribes to: the same where the channel is not traced
     */
    Flow.Publisher<Message<?>> incoming(IncomingSettings settings, boolean settledByNobody, Flow.Publisher<Message<?>> channel);

    /**
     * @param settings the channel's settings
     * @param channel the channel
     * @return what SmallRye sends to: the same where the channel is not traced
     */
    Flow.Subscriber<Message<?>> outgoing(OutgoingSettings settings, Flow.Subscriber<Message<?>> channel);
}
