package io.quarkiverse.messaging.nats.examples.orders;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.messaging.nats.testing.companion.NatsCompanion;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;

/** What the application does, asked through HTTP only. */
@QuarkusTest
class OrdersTest {

    @TestHTTPResource("/orders/live")
    URI live;

    LiveFeed feed;

    @BeforeEach
    void open() throws Exception {
        feed = new LiveFeed(live);
    }

    @AfterEach
    void close() {
        failing(false);
        feed.close();
    }

    @Test
    void aPlacedOrderIsPricedAndPacked() {
        String id = place("Moka pot", 2);

        assertThat(feed.awaitEvent("order-placed", event -> event.isAbout(id)).data().at("/order/quantity").intValue())
                .isEqualTo(2);
        assertThat(feed.awaitEvent("order-priced", event -> event.isAbout(id)).data().at("/order/price").doubleValue())
                .isEqualTo(64.0);
        assertThat(feed.awaitEvent("order-packed", event -> event.isAbout(id)).data().get("deliveryCount").intValue())
                .isEqualTo(1);
    }

    @Test
    void anOrderThatFailsComesAgainUntilItIsPacked() {
        long failedBefore = stats().getLong("failed");
        failing(true);
        String id = place("Hand grinder", 1);

        feed.awaitEvent("order-failed", event -> event.isAbout(id) && event.data().get("deliveryCount").intValue() == 1);
        feed.awaitEvent("order-failed", event -> event.isAbout(id) && event.data().get("deliveryCount").intValue() == 2);
        assertThat(stats().getLong("failed")).isGreaterThanOrEqualTo(failedBefore + 2);
        assertThat(stats().getLong("lag")).isPositive();

        failing(false);
        assertThat(feed.awaitEvent("order-packed", event -> event.isAbout(id)).data().get("deliveryCount").intValue())
                .isGreaterThanOrEqualTo(3);
    }

    @Test
    void aBurstIsStoredAtOnceAndPackedInTime() {
        long packedBefore = stats().getLong("packed");

        when().post("/orders/burst?count=500").then().statusCode(201).body("placed", equalTo(500));

        feed.awaitEvent("stats", event -> event.data().get("lag").longValue() > 0 && event.data().get("rate").longValue() > 0);
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(stats().getLong("packed")).isEqualTo(packedBefore + 500);
            assertThat(stats().getLong("lag")).isZero();
        });
    }

    // tag::companion[]
    @Test
    void anOrderPassesThroughTheStream() {
        try (NatsCompanion nats = NatsCompanion.ofApplication()) {
            String id = place("Tamper", 1);

            nats.awaitDrained("ORDERS", "pricing");
            nats.awaitDrained("ORDERS", "warehouse");
            assertThat(nats.payloads("ORDERS", "orders.*")).filteredOn(event -> event.contains(id)).hasSize(3);
        }
    }
    // end::companion[]

    @Test
    void statsComeAtLeastOnceASecond() {
        await().atMost(Duration.ofSeconds(6))
                .until(() -> feed.events().stream().filter(event -> event.name().equals("stats")).count() >= 5);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "nonsense", "[]", "{}", "{\"item\":\"\",\"quantity\":1}", "{\"item\":\"Cup\"}",
            "{\"item\":\"Cup\",\"quantity\":0}", "{\"item\":\"Cup\",\"quantity\":1001}",
            "{\"item\":\"Cup\",\"quantity\":\"two\"}" })
    void aBadOrderIsRefusedInASentence(String body) {
        given().contentType(ContentType.JSON).body(body).when().post("/orders")
                .then().statusCode(400).body("error", endsWith("."));
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "?count=", "?count=0", "?count=10001", "?count=many" })
    void aBadBurstIsRefusedInASentence(String query) {
        when().post("/orders/burst" + query)
                .then().statusCode(400).body("error", equalTo("A burst needs a count from 1 to 10000."));
    }

    @Test
    void aBadSwitchIsRefusedInASentence() {
        given().contentType(ContentType.JSON).body("{}").when().put("/failing")
                .then().statusCode(400).body("error", endsWith("."));
        when().get("/failing").then().statusCode(200).body("failing", equalTo(false));
    }

    private static String place(String item, int quantity) {
        return given().contentType(ContentType.JSON).body(Map.of("item", item, "quantity", quantity))
                .when().post("/orders")
                .then().statusCode(201).body("item", equalTo(item)).extract().path("id");
    }

    private static void failing(boolean on) {
        given().contentType(ContentType.JSON).body(Map.of("failing", on)).when().put("/failing")
                .then().statusCode(200).body("failing", equalTo(on));
    }

    private static JsonPath stats() {
        return when().get("/orders/stats").then().statusCode(200).extract().jsonPath();
    }
}
