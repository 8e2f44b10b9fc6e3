package io.quarkiverse.messaging.nats.runtime.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;

class FrequentLossesTest {

    private final FrequentLosses losses = new FrequentLosses();

    @Test
    void theThirdWithinAMinuteIsOneTooMany() {
        assertThat(lostAfter(0)).isFalse();
        assertThat(lostAfter(30)).isFalse();
        assertThat(lostAfter(60)).isTrue();
    }

    @Test
    void aLossNowAndThenIsNot() {
        for (int second = 0; second < 1000; second += 31) {
            assertThat(lostAfter(second)).isFalse();
        }
    }

    @Test
    void oldLossesDoNotCount() {
        lostAfter(0);
        lostAfter(1);
        assertThat(lostAfter(100)).isFalse();
        assertThat(lostAfter(101)).isFalse();
        assertThat(lostAfter(102)).isTrue();
    }

    @Test
    void saidOnceInTenMinutes() {
        int said = 0;
        for (int second = 0; second < 1200; second++) {
            said += lostAfter(second) ? 1 : 0;
        }
        assertThat(said).isEqualTo(2);
    }

    private boolean lostAfter(int seconds) {
        return losses.isOneTooMany(Long.MAX_VALUE + Duration.ofSeconds(seconds).toNanos()); // a clock that runs over
    }
}
