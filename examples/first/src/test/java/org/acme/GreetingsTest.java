package org.acme;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.quarkiverse.messaging.nats.testing.companion.NatsCompanion;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class GreetingsTest {

    @Test
    void aGreetingIsStoredAndReceived() {
        given().body("hello").post("/greetings").then().statusCode(204);

        try (NatsCompanion nats = NatsCompanion.ofApplication()) {
            assertEquals(List.of("hello"), nats.payloads("GREETINGS", "greetings"));
            nats.awaitDrained("GREETINGS", "reader");
        }
    }
}
