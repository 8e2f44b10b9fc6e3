package io.quarkiverse.messaging.nats.runtime.tracing;

import java.util.concurrent.Flow;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Message;

import io.opentelemetry.api.OpenTelemetry;
import io.quarkiverse.messaging.nats.runtime.config.IncomingSettings;
import io.quarkiverse.messaging.nats.runtime.config.OutgoingSettings;

/** Traces with OpenTelemetry. The build leaves it out of an application that has none. */
@ApplicationScoped
public class OpenTelemetryTracing implements Tracing {

    static final String SCOPE = "io.quarkiverse.messaging.nats";

    @Inject
    Instance<OpenTelemetry> openTelemetry;
    @ConfigProperty(name = "quarkus.otel.sdk.disabled", defaultValue = "false")
    boolean disabled;

    @Override
    public Flow.Publisher<Message<?>> incoming(IncomingSettings settings, boolean settledByNobody,
            Flow.Publisher<Message<?>> channel) {
        return isOn(settings.tracing())
                ? new TracedReceiving(channel, new ReceiveSpans(openTelemetry.get(), settings),
                        settledByNobody || settings.manualAck())
                : channel;
    }

    @Override
    public Flow.Subscriber<Message<?>> outgoing(OutgoingSettings settings, Flow.Subscriber<Message<?>> channel) {
        return isOn(settings.tracing()) ? new TracedSending(channel, new SendSpans(openTelemetry.get(), settings)) : channel;
    }

    private boolean isOn(boolean wanted) {
        return wanted && !disabled && openTelemetry.isResolvable();
    }
}
