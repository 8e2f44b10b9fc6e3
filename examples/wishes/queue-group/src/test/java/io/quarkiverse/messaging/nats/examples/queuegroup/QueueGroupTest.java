package io.quarkiverse.messaging.nats.examples.queuegroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

import io.nats.client.api.ConsumerInfo;
import io.quarkiverse.messaging.nats.testing.companion.NatsCompanion;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class QueueGroupTest {

    @Test
    void eachOrderGoesToOneOfTheMembers() {
        try (NatsCompanion nats = NatsCompanion.ofApplication()) {
            nats.publishAll("orders", 1, 100, number -> "filter");

            ConsumerInfo group = await().until(() -> nats.consumer("ORDERS", "__packers"),
                    packers -> packers.getAckFloor().getStreamSequence() >= 100);
            assertThat(group.getDelivered().getConsumerSequence()).as("each once")
                    .isEqualTo(group.getDelivered().getStreamSequence());
            assertThat(nats.consumers("ORDERS")).as("of both members").hasSize(1);
        }
    }
}
