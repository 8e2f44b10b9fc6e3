package io.quarkiverse.messaging.nats.examples.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.nats.client.api.ConsumerConfiguration;
import io.quarkiverse.messaging.nats.testing.companion.NatsCompanion;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class DurableTest {

    @Test
    void theServerRemembersUnderItsNameHowFarTheWarehouseCame() {
        try (NatsCompanion nats = NatsCompanion.ofApplication()) {
            nats.awaitPayloads("ORDERS", "orders", 5);

            await().until(() -> nats.consumer("ORDERS", "warehouse").getAckFloor().getStreamSequence() == 5);
            ConsumerConfiguration warehouse = nats.consumer("ORDERS", "warehouse").getConsumerConfiguration();
            assertThat(warehouse.getDurable()).isEqualTo("warehouse");
            assertThat(warehouse.getInactiveThreshold()).as("for ever").isIn(null, Duration.ZERO);
        }
    }
}
