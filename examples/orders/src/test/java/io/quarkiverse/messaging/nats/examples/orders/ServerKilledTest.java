package io.quarkiverse.messaging.nats.examples.orders;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import org.junit.jupiter.api.Test;

import io.quarkiverse.messaging.nats.testing.companion.NatsCompanion;
import io.quarkiverse.messaging.nats.testing.companion.NatsTestResource;
import io.quarkiverse.messaging.nats.testing.companion.NatsTestServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;

/** The server is killed while an order is on its way: it is packed when the server is back. */
// tag::resource[]
@QuarkusTest
@WithTestResource(NatsTestResource.class)
class ServerKilledTest {

    NatsTestServer server;
    NatsCompanion nats;

    @Test
    void anOrderIsPackedAfterTheServerIsBack() {
        place("Moka pot");
        nats.awaitPayloads("ORDERS", "orders.packed", 1);

        server.kill();
        server.restart();

        place("Hand grinder");
        assertThat(nats.awaitPayloads("ORDERS", "orders.packed", 2)).last().asString().contains("Hand grinder");
        nats.awaitDrained("ORDERS", "warehouse");
    }
    // end::resource[]

    private static void place(String item) {
        given().contentType(ContentType.JSON).body(Map.of("item", item, "quantity", 1)).when().post("/orders")
                .then().statusCode(201);
    }
}
