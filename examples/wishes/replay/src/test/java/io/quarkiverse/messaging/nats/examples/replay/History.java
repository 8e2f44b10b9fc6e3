package io.quarkiverse.messaging.nats.examples.replay;

import java.util.Map;

import io.quarkiverse.messaging.nats.testing.companion.NatsCompanion;
import io.quarkiverse.messaging.nats.testing.companion.NatsTestServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/** A server that holds a thousand bookings before the application starts. */
public class History implements QuarkusTestResourceLifecycleManager {

    private NatsTestServer server;

    @Override
    public Map<String, String> start() {
        server = NatsTestServer.start();
        try (NatsCompanion nats = NatsCompanion.to(server.url())) {
            nats.createStream("BOOKINGS", "bookings");
            nats.publishAll("bookings", 1, 1000, number -> "{\"account\":\"cy\",\"amount\":1}");
        }
        return Map.of("quarkus.messaging.nats.servers", server.url());
    }

    @Override
    public void stop() {
        server.close();
    }
}
