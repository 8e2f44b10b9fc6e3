package io.quarkiverse.messaging.nats.runtime.incoming;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkiverse.messaging.nats.runtime.config.TestConfig;
import io.quarkiverse.messaging.nats.runtime.health.ChannelStatus;
import io.quarkiverse.messaging.nats.runtime.health.ChannelStatus.Cause;

/** When a channel is stuck: 8 in flight, so 4 are many and 1 is few. The clock is the test's. */
class FailingMessagesTest {

    private static final Duration DELAY = Duration.ofSeconds(1);
    private static final Exception REASON = new IllegalStateException("planned");

    private final ChannelStatus status = new ChannelStatus("orders", "not yet");
    private final FailingMessages failing = new FailingMessages(
            TestConfig.incoming("orders", "max-in-flight", "8", "ack-wait", "20s"), status);

    @BeforeEach
    void ready() {
        status.up(Cause.SETUP);
    }

    @Test
    void halfOfTheRoomForLongerThanAMoment() {
        fail(1, 3, 0);
        check(0, 10);
        assertThat(status.notReady()).isNull();
        fail(4, 4, 10);
        check(10, 11.9);
        assertThat(status.notReady()).as("one retry may put it right").isNull();
        check(12.1);
        assertThat(status.notReady()).contains("max-in-flight (8)", "sequence 4", "planned");
    }

    @Test
    void itHealsWhenLessThanAQuarterIsLeft() {
        fail(1, 4, 0);
        check(0, 3);
        failing.settled(1);
        failing.settled(2);
        check(3);
        assertThat(status.notReady()).as("not to and fro around the half").isNotNull();
        failing.settled(3);
        check(3);
        assertThat(status.notReady()).isNull();
        fail(1, 4, 4);
        check(4, 5);
        assertThat(status.notReady()).as("a moment again").isNull();
    }

    @Test
    void oneThatDoesNotComeAgainIsGivenUp() {
        fail(1, 4, 0);
        check(0, 3, 20.9);
        assertThat(failing.size()).isEqualTo(4);
        failing.arrived(1);
        check(21.1);
        assertThat(failing.size()).isEqualTo(1);
        assertThat(status.notReady()).isNull();
        check(1000);
        assertThat(failing.size()).as("it is here").isEqualTo(1);
    }

    @Test
    void noMoreAreRememberedThanTheRoom() {
        fail(1, 100, 0);
        assertThat(failing.size()).isEqualTo(8);
        failing.forget();
        assertThat(failing.size()).isZero();
    }

    private void fail(int from, int to, double now) {
        for (int i = from; i <= to; i++) {
            failing.again(i, DELAY, REASON, nanos(now));
        }
    }

    private void check(double... times) {
        for (double now : times) {
            failing.check(nanos(now));
        }
    }

    private static long nanos(double seconds) {
        return (long) (seconds * 1_000_000_000L);
    }
}
