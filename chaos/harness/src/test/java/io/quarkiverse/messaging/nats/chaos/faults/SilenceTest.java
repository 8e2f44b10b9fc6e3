package io.quarkiverse.messaging.nats.chaos.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.quarkiverse.messaging.nats.chaos.faults.Diary.Said;

/** A silent stall is found, and nothing else. */
class SilenceTest {

    private static final long LIMIT = 10_000;

    private static String find(List<Long> times, Said... said) {
        return Silence.find(times, List.of(said), List.of("c"), 0, 40_000, LIMIT);
    }

    private static Said down(long at) {
        return new Said(at, "c", "why");
    }

    private static Said up(long at) {
        return new Said(at, "c", null);
    }

    @Test
    void messagesFlow() {
        assertThat(find(List.of(9_000L, 18_000L, 27_000L, 36_000L))).isNull();
    }

    @Test
    void nothingComesAndNothingIsSaid() {
        assertThat(find(List.of(1_000L, 39_000L))).isNotNull();
        assertThat(find(List.of())).isNotNull();
        assertThat(find(List.of(1_000L, 13_000L))).isNotNull();
    }

    @Test
    void healthSaysWhyInTime() {
        assertThat(find(List.of(1_000L, 39_000L), down(10_000), up(38_000))).isNull();
        assertThat(find(List.of(1_000L, 39_000L), down(10_000), up(30_000))).isNull();
    }

    @Test
    void healthSaysWhyTooLateOrTakesItBack() {
        assertThat(find(List.of(1_000L, 39_000L), down(20_000))).isNotNull();
        assertThat(find(List.of(1_000L, 39_000L), down(10_000), up(11_000), down(21_000), up(22_000), down(32_000)))
                .isNotNull();
        assertThat(find(List.of(1_000L, 39_000L), new Said(10_000, "other", "why"))).isNotNull();
    }
}
