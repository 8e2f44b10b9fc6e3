package io.quarkiverse.messaging.nats.test.devservices;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;

/** What continuous testing runs in {@link ContinuousTestingTest}; by its name no build runs it alone. */
@QuarkusTest
public class DevAppET {

    @Test
    public void itSendsAndReceives() {
        assertThat(get("/server").asString()).startsWith("nats://localhost:");
        assertThat(get("/send/a").asString()).isEqualTo("stored");
        await().until(() -> get("/received").asString().equals("a"));
    }
}
