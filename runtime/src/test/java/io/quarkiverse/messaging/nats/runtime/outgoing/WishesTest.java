package io.quarkiverse.messaging.nats.runtime.outgoing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.messaging.nats.OutgoingNatsMetadata;
import io.quarkiverse.messaging.nats.runtime.config.TestConfig;
import io.quarkiverse.messaging.nats.runtime.payload.PayloadEncoder;

class WishesTest {

    private static final Instant TEN = Instant.parse("2026-11-22T10:00:00Z");

    private final RequestEncoder encoder = new RequestEncoder(TestConfig.outgoing("orders"), new PayloadEncoder(), () -> 0);

    @Test
    void nothingWished() {
        PendingPublish publish = encode(OutgoingNatsMetadata.builder());
        assertThat(publish.headers.keySet()).containsExactlyInAnyOrder("Nats-Msg-Id", "Content-Type");
        assertThat(publish.need).isNull();
        assertThat(encoder.encode(null, Message.of("x")).need).isNull();
    }

    @Test
    void expectations() {
        PendingPublish publish = encode(
                OutgoingNatsMetadata.builder().expectedLastSequence(0).expectedLastSubjectSequence(7));
        assertThat(publish.headers.get("Nats-Expected-Last-Sequence")).containsExactly("0");
        assertThat(publish.headers.get("Nats-Expected-Last-Subject-Sequence")).containsExactly("7");
        assertThat(publish.need).isNull();
    }

    @ParameterizedTest
    @CsvSource({ "PT1S, 1s", "PT1.5S, 2s", "PT1H, 3600s", "PT1.000000001S, 2s" })
    void aTimeToLiveInWholeSeconds(Duration timeToLive, String header) {
        PendingPublish publish = encode(OutgoingNatsMetadata.builder().timeToLive(timeToLive));
        assertThat(publish.headers.get("Nats-TTL")).containsExactly(header);
        assertThat(publish.need).isEqualTo(Need.TIME_TO_LIVE);
    }

    @ParameterizedTest
    @ValueSource(strings = { "PT0S", "PT0.9S", "PT-1H" })
    void aTimeToLiveThatIsTooShort(Duration timeToLive) {
        assertThatIllegalArgumentException().isThrownBy(() -> encode(OutgoingNatsMetadata.builder().timeToLive(timeToLive)))
                .withMessage("QNATS0720: the time to live is " + timeToLive
                        + ", but the server counts whole seconds from 1 on");
    }

    @Test
    void laterUnderASubjectOfItsOwn() {
        PendingPublish publish = encode(OutgoingNatsMetadata.builder().subject("orders.eu").deliverAt(TEN));
        assertThat(publish.subject).startsWith("scheduled.orders.eu.");
        assertThat(publish.headers.get("Nats-Schedule")).containsExactly("@at 2026-11-22T10:00:00Z");
        assertThat(publish.headers.get("Nats-Schedule-Target")).containsExactly("orders.eu");
        assertThat(publish.need).isEqualTo(Need.SCHEDULE);
        assertThat(encode(OutgoingNatsMetadata.builder().subject("orders.eu").deliverAt(TEN)).subject)
                .as("one would replace the other").isNotEqualTo(publish.subject);
        assertThat(encode(OutgoingNatsMetadata.builder().deliverAt(TEN, "parked.here")).subject).startsWith("parked.here.");
    }

    @Test
    void howLongItLivesIsCountedFromItsDelivery() {
        PendingPublish publish = encode(OutgoingNatsMetadata.builder().deliverAt(TEN).timeToLive(Duration.ofMinutes(5)));
        assertThat(publish.headers.get("Nats-Schedule-TTL")).containsExactly("300s");
        assertThat(publish.headers.containsKey("Nats-TTL")).isFalse();
    }

    @Test
    void whatCantBeHad() {
        assertThatIllegalArgumentException().isThrownBy(
                () -> encode(OutgoingNatsMetadata.builder().deliverAt(TEN).expectedLastSubjectSequence(1)))
                .withMessageStartingWith("QNATS0721: ");
        assertThatIllegalArgumentException().isThrownBy(() -> encode(OutgoingNatsMetadata.builder().deliverAt(TEN, "a.*")))
                .withMessageStartingWith("QNATS0572: the subject `a.*`");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> encode(OutgoingNatsMetadata.builder().deliverAt(TEN, "a\r\nPUB b 0")))
                .withMessageStartingWith("QNATS0572: the subject `a  PUB b 0`");
    }

    private PendingPublish encode(OutgoingNatsMetadata.Builder metadata) {
        return encoder.encode(null, Message.of("x", Metadata.of(metadata.build())));
    }
}
