package io.quarkiverse.messaging.nats.runtime.incoming;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import io.nats.client.Message;
import io.quarkiverse.messaging.nats.Deliveries;
import io.quarkiverse.messaging.nats.IncomingNatsMetadata;
import io.quarkiverse.messaging.nats.runtime.config.TestConfig;

class PullPolicyTest {

    private final PullPolicy policy = new PullPolicy(TestConfig.incoming("orders", "durable", "d"));
    private final InFlight inFlight = new InFlight();

    @Test
    void aMessageThatDoesNotFitWaitsForOneToBeSettled() {
        Delivery delivery = inFlight();
        policy.messageTooLarge(false);
        assertThat(policy.waitsForRoom(inFlight)).isTrue();
        inFlight.remove(delivery);
        policy.settled();
        assertThat(policy.waitsForRoom(inFlight)).isFalse();
    }

    /** A reset for the order drops what waits: nothing of it is settled. */
    @Test
    void orForAllToBeDropped() {
        Delivery delivery = inFlight();
        policy.messageTooLarge(false);
        inFlight.remove(delivery);
        assertThat(policy.waitsForRoom(inFlight)).isFalse();
        inFlight();
        assertThat(policy.waitsForRoom(inFlight)).as("what came since was pulled for").isFalse();
    }

    private Delivery inFlight() {
        Message message = Deliveries.of("$JS.ACK.S.C.1.1.1.1700000000000000000.0", "payload", null);
        return inFlight.arrived(message, IncomingNatsMetadata.of(message), 0);
    }
}
