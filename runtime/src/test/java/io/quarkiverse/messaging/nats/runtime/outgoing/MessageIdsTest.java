package io.quarkiverse.messaging.nats.runtime.outgoing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.junit.jupiter.api.Test;

import io.quarkiverse.messaging.nats.Deliveries;
import io.quarkiverse.messaging.nats.IncomingNatsMetadata;
import io.quarkiverse.messaging.nats.IncomingNatsMetadata.Reader;
import io.quarkiverse.messaging.nats.OutgoingNatsMetadata;
import io.quarkiverse.messaging.nats.runtime.config.TestConfig;

class MessageIdsTest {

    private static final Instant CREATED = Instant.parse("2026-11-22T10:00:00.123456789Z");
    private static final Reader SHOP = new Reader(CREATED, "shop");

    private final MessageIds ids = ids("out");

    @Test
    void theSameWheneverTheSourceIsDeliveredAgain() {
        Message<?> first = delivery("ORDERS", 1, 42, SHOP);
        assertThat(ids.of(null, first)).matches("ORDERS-[0-9a-z]{8,13}-42-0");
        assertThat(ids.of(null, delivery("ORDERS", 2, 42, SHOP))).isEqualTo(ids.of(null, delivery("ORDERS", 3, 42, SHOP)));
        assertThat(ids("out").of(null, delivery("ORDERS", 1, 42, new Reader(CREATED, "shop")))).as("after a restart")
                .isEqualTo(ids.of(null, delivery("ORDERS", 1, 42, SHOP)));
    }

    @Test
    void outputsOfOneDeliveryAreCountedAlsoWhenOthersComeBetween() {
        Message<?> one = delivery("ORDERS", 1, 1, SHOP);
        Message<?> two = delivery("ORDERS", 1, 2, SHOP);
        assertThat(ids.of(null, one)).endsWith("-1-0");
        assertThat(ids.of(null, two)).endsWith("-2-0");
        assertThat(ids.of(null, one)).endsWith("-1-1");
        assertThat(ids("other").of(null, one)).as("each channel counts for itself").endsWith("-1-0");
        assertThat(ids.of(null, one)).endsWith("-1-2");
    }

    @Test
    void anotherOneForWhateverIsNotTheSame() {
        assertThat(new String[] {
                ids.of(null, delivery("ORDERS", 1, 42, SHOP)),
                ids.of(null, delivery("ORDERS", 1, 43, SHOP)),
                ids.of(null, delivery("OTHERS", 1, 42, new Reader(CREATED, "shop"))),
                ids.of(null, delivery("ORDERS", 1, 42, new Reader(CREATED, "billing"))),
                ids.of(null, delivery("ORDERS", 1, 42, new Reader(CREATED.plusNanos(1), "shop"))),
                ids("other").of(null, delivery("ORDERS", 1, 42, SHOP)) })
                .doesNotHaveDuplicates();
    }

    @Test
    void whatComesFromNoStreamHasNoSource() {
        assertThatIllegalArgumentException().isThrownBy(() -> ids.of(null, Message.of("x")))
                .withMessageStartingWith("QNATS0714: message-id=source, but the message does not come from a message of a "
                        + "stream");
        assertThatIllegalArgumentException().isThrownBy(() -> ids.of(null, delivery("ORDERS", 1, 42, null)))
                .withMessageStartingWith("QNATS0714: ");
    }

    @Test
    void theMetadataOfAMessageWins() {
        OutgoingNatsMetadata metadata = OutgoingNatsMetadata.builder().messageId("mine").build();
        assertThat(ids.of(metadata, Message.of("x"))).isEqualTo("mine");
        Message<?> delivery = delivery("ORDERS", 1, 42, SHOP);
        assertThat(ids.of(metadata, delivery)).isEqualTo("mine");
        assertThat(ids.of(null, delivery)).as("what has an id of its own is not counted").endsWith("-42-0");
    }

    @Test
    void none() {
        MessageIds none = new MessageIds(TestConfig.outgoing("out", "message-id", "none"));
        assertThat(none.of(null, Message.of("x"))).isNull();
        assertThat(none.of(OutgoingNatsMetadata.builder().messageId("mine").build(), Message.of("x"))).isEqualTo("mine");
    }

    private static MessageIds ids(String channel) {
        return new MessageIds(TestConfig.outgoing(channel, "message-id", "source"));
    }

    private static Message<?> delivery(String stream, int count, long sequence, Reader reader) {
        IncomingNatsMetadata metadata = IncomingNatsMetadata.of(
                Deliveries.of("$JS.ACK." + stream + ".consumer." + count + "." + sequence + ".7.8.9", "x", null), reader);
        return Message.of("x", Metadata.of(metadata));
    }
}
