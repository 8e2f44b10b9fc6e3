package io.quarkiverse.messaging.nats.runtime.incoming;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import io.nats.client.Message;
import io.quarkiverse.messaging.nats.Deliveries;
import io.quarkiverse.messaging.nats.IncomingNatsMetadata;

class InFlightTest {

    private final InFlight inFlight = new InFlight();

    @Test
    void emptyAtFirst() {
        assertThat(inFlight.size()).isZero();
        assertThat(inFlight.bytes()).isZero();
        assertThat(inFlight.head()).isNull();
        assertThat(inFlight.firstWaiting()).isNull();
        assertThat(inFlight.find(1)).isNull();
        assertThat(inFlight.oldestSequence()).isEqualTo(Long.MAX_VALUE);
        inFlight.sortWaiting();
        assertThat(inFlight.size()).isZero();
    }

    @Test
    void givenInTheOrderOfArrival() {
        Delivery five = add(5);
        Delivery three = add(3);
        assertThat(inFlight.firstWaiting()).isSameAs(five);
        give();
        assertThat(inFlight.firstWaiting()).isSameAs(three);
        give();
        assertThat(inFlight.firstWaiting()).isNull();
        Delivery six = add(6);
        assertThat(inFlight.firstWaiting()).as("arrived while nothing waited").isSameAs(six);
        assertThat(inFlight.oldestSequence()).isEqualTo(3);
    }

    @Test
    void bytesAreCountedAsTheServerCountsThem() {
        Delivery delivery = add(1);
        assertThat(delivery.bytes).isGreaterThan("payload".length());
        assertThat(inFlight.bytes()).isEqualTo(delivery.bytes);
        inFlight.remove(delivery);
        assertThat(inFlight.bytes()).isZero();
    }

    @Test
    void aRedeliveryIsAdopted() {
        Delivery delivery = add(1);
        Message again = Deliveries.of("$JS.ACK.S.C.2.1.9.1700000000000000000.0", "payload", null);
        delivery.adopt(again, IncomingNatsMetadata.of(again), 42);
        assertThat(delivery.ackSubject).isEqualTo(again.getReplyTo());
        assertThat(delivery.metadata.deliveryCount()).isEqualTo(2);
        assertThat(delivery.extendedAt).isEqualTo(42);
        assertThat(inFlight.find(1)).isSameAs(delivery);
    }

    private Delivery add(long sequence) {
        Message message = Deliveries.of(sequence, "payload");
        Delivery delivery = new Delivery(message, IncomingNatsMetadata.of(message), 0);
        inFlight.add(delivery);
        return delivery;
    }

    private void give() {
        inFlight.firstWaiting().state = Delivery.State.RUNNING;
        inFlight.advance();
    }
}
