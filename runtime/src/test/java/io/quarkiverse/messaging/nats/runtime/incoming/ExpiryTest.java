package io.quarkiverse.messaging.nats.runtime.incoming;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.nats.client.impl.Headers;
import io.quarkiverse.messaging.nats.Deliveries;
import io.quarkiverse.messaging.nats.IncomingNatsMetadata;
import io.quarkiverse.messaging.nats.runtime.config.TestConfig;
import io.quarkiverse.messaging.nats.runtime.health.ChannelCounters;

class ExpiryTest {

    @ParameterizedTest
    @CsvSource({ "1, 1000", "90, 90000", "1s, 1000", "1.5s, 1500", "1h30m, 5400000", "1500ms, 1500", ".5m, 30000",
            "2000000us, 2000", "1m0s, 60000" })
    void timesToLive(String ttl, long millis) {
        assertThat(Expiry.millis(ttl)).isEqualTo(millis);
    }

    /** What the server would not have stored so, or means for ever. */
    @ParameterizedTest
    @ValueSource(strings = { "never", "", "0", "0s", "1x", "99999999999999999999", "-1s", "1s x", "s" })
    void forEver(String ttl) {
        assertThat(Expiry.millis(ttl)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void byAgeAndByTheirOwnTime() {
        Expiry minute = new Expiry(TestConfig.incoming("orders", "expire-after", "1m"), null, new ChannelCounters());
        assertThat(minute.isOver(stored(61, null))).isTrue();
        assertThat(minute.isOver(stored(50, null))).isFalse();
        assertThat(minute.isOver(stored(50, "40s"))).isTrue();
        assertThat(minute.isOver(stored(50, "55s"))).isFalse();
        Expiry never = new Expiry(TestConfig.incoming("orders"), null, new ChannelCounters());
        assertThat(never.isOver(stored(1_000_000, null))).isFalse();
        assertThat(never.isOver(stored(50, "40"))).isTrue();
        assertThat(never.isOver(stored(50, "never"))).isFalse();
    }

    private static IncomingNatsMetadata stored(long secondsAgo, String ttl) {
        String nanos = Instant.now().minusSeconds(secondsAgo).getEpochSecond() + "000000000";
        return IncomingNatsMetadata.of(Deliveries.of("$JS.ACK.S.C.1.1.1." + nanos + ".0", "x",
                ttl == null ? null : new Headers().add("Nats-TTL", ttl)));
    }
}
