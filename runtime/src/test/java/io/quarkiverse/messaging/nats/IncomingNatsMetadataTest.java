package io.quarkiverse.messaging.nats;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.nats.client.impl.Headers;

class IncomingNatsMetadataTest {

    @ParameterizedTest
    @ValueSource(strings = {
            "$JS.ACK.ORDERS.billing.3.42.57.1700000000123456789.1000",
            "$JS.ACK._.ACCHASH.ORDERS.billing.3.42.57.1700000000123456789.1000",
            "$JS.ACK.hub.ACCHASH.ORDERS.billing.3.42.57.1700000000123456789.1000.rAnD0m",
            "$JS.ACK.hub.ACCHASH.ORDERS.billing.3.42.57.1700000000123456789.1000.rAnD0m.later" })
    void bothFormsOfTheReplySubject(String replyTo) {
        IncomingNatsMetadata metadata = IncomingNatsMetadata.of(Deliveries.of(replyTo, "x", null));
        assertThat(metadata.stream()).isEqualTo("ORDERS");
        assertThat(metadata.consumer()).isEqualTo("billing");
        assertThat(metadata.deliveryCount()).isEqualTo(3);
        assertThat(metadata.streamSequence()).isEqualTo(42);
        assertThat(metadata.consumerSequence()).isEqualTo(57);
        assertThat(metadata.timestamp()).isEqualTo(Instant.parse("2023-11-14T22:13:20.123456789Z"));
        assertThat(metadata.pending()).isEqualTo(1000);
        assertThat(metadata.subject()).isEqualTo("orders.new");
        assertThat(metadata).hasToString("ORDERS/billing sequence 42 delivery 3");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = { "", "_INBOX.abc.1", "$JS.ACK", "$JS.ACK.", "$JS.FC.S.C.1.2.3.4.5", "$JS.ACK.S.C.1.2.3.4",
            "$JS.ACK.S.C.1.2.3.4.x", "$JS.ACK.S.C.-1.2.3.4.5", "$JS.ACK.S.C.1..3.4.5", "$JS.ACK.S.C.1.2.3.4.",
            "$JS.ACK.d.S.C.1.2.3.4.5", "$JS.ACK.d.h.S.C.1.2.3.4.x", "$JS.ACK.........", "$JS.ACK.S.C.1.2.3.4 .5" })
    void anythingElseIsNoDelivery(String replyTo) {
        assertThat(IncomingNatsMetadata.of(Deliveries.of(replyTo, "x", null))).isNull();
    }

    @Test
    void headers() {
        Headers headers = new Headers().add("Trace", "1", "2");
        IncomingNatsMetadata with = IncomingNatsMetadata
                .of(Deliveries.of("$JS.ACK.S.C.1.2.3.4.5", "x", headers));
        assertThat(with.headers().get("Trace")).containsExactly("1", "2");
        assertThat(with.header("Trace")).isEqualTo("1");
        assertThat(with.header("Other")).isNull();
        IncomingNatsMetadata without = IncomingNatsMetadata.of(Deliveries.of(7, "x"));
        assertThat(without.headers().isEmpty()).isTrue();
        assertThat(without.header("Trace")).isNull();
    }
}
