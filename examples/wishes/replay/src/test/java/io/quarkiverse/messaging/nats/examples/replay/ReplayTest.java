package io.quarkiverse.messaging.nats.examples.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import io.quarkiverse.messaging.nats.testing.companion.NatsCompanion;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@WithTestResource(History.class)
class ReplayTest {

    @Inject
    Accounts accounts;

    @Test
    void theBalancesAreThoseOfAllBookingsThatTheServerHolds() {
        try (NatsCompanion nats = NatsCompanion.ofApplication()) {
            assertThat(nats.messages("BOOKINGS")).isGreaterThanOrEqualTo(1000);

            await().until(() -> Long.valueOf(1000).equals(accounts.balances().get("cy")));
        }
    }
}
