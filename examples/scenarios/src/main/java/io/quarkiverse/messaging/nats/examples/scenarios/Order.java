package io.quarkiverse.messaging.nats.examples.scenarios;

/** The payload, JSON in the stream. */
public record Order(String id, int amount) {
}
