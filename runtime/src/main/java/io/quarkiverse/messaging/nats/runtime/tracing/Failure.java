package io.quarkiverse.messaging.nats.runtime.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;

/** How a span ends that failed: with the class of the exception. Its message may quote a payload, which is in no span. */
final class Failure {

    private Failure() {
    }

    static void on(Span span, Throwable reason) {
        span.setStatus(StatusCode.ERROR);
        span.setAttribute(Words.ERROR_TYPE, reason == null ? "_OTHER" : reason.getClass().getName());
        span.end();
    }
}
