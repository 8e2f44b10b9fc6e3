package io.quarkiverse.messaging.nats.examples.manualack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

import io.quarkiverse.messaging.nats.testing.companion.NatsCompanion;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class ManualAckTest {

    @Test
    void oneIsAckedOneComesAgainAndOneNeverDoes() {
        try (NatsCompanion nats = NatsCompanion.ofApplication()) {
            nats.awaitPayloads("APPLICATIONS", "applications", 3);

            await().until(() -> nats.consumer("APPLICATIONS", "reviewer").getAckFloor().getStreamSequence() == 3);
            assertThat(nats.consumer("APPLICATIONS", "reviewer").getDelivered().getConsumerSequence())
                    .as("three, and one of them once more").isEqualTo(4);
        }
    }
}
