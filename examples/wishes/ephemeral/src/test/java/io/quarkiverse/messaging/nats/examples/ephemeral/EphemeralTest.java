package io.quarkiverse.messaging.nats.examples.ephemeral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import io.quarkiverse.messaging.nats.testing.companion.NatsCompanion;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class EphemeralTest {

    @Test
    void whatIsSentFromNowOnIsReceivedAndNobodyIsRememberedForLong() {
        try (NatsCompanion nats = NatsCompanion.ofApplication()) {
            long sent = nats.publish("temperature", "37.5").getSeqno();

            await().until(() -> nats.consumers("TEMPERATURE").get(0).getAckFloor().getStreamSequence() >= sent);
            assertThat(nats.consumers("TEMPERATURE")).singleElement().satisfies(consumer -> {
                ConsumerConfiguration display = consumer.getConsumerConfiguration();
                assertThat(display.getDeliverPolicy()).isEqualTo(DeliverPolicy.New);
                assertThat(display.getDurable()).isNull();
                assertThat(display.getInactiveThreshold()).isEqualTo(Duration.ofMinutes(5));
            });
        }
    }
}
