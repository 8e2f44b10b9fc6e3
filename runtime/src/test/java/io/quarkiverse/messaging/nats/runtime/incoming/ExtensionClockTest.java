package io.quarkiverse.messaging.nats.runtime.incoming;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExtensionClockTest {

    /** Whenever a message arrives between two ticks: half of ack-wait is left for a machine that is busy. */
    @ParameterizedTest
    @ValueSource(longs = { 100, 1_000, 2_000, 3_000, 5_000, 30_000, 600_000 })
    void aMessageIsExtendedWithinHalfOfAckWait(long ackWaitMillis) {
        Duration ackWait = Duration.ofMillis(ackWaitMillis);
        long period = ExtensionClock.period(ackWait, Duration.ofSeconds(10)).toNanos();
        long due = ExtensionClock.due(ackWait, Duration.ofNanos(period));
        for (int phase = 0; phase < 100; phase++) {
            long age = period * phase / 100; // at the first tick
            while (age < due) {
                age += period;
            }
            assertThat(age).as("ack-wait %s, arrived %d %% before a tick", ackWait, phase)
                    .isBetween(0L, ackWait.toNanos() / 2);
        }
    }
}
