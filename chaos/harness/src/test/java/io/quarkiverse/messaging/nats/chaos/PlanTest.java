package io.quarkiverse.messaging.nats.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;

import org.junit.jupiter.api.Test;

class PlanTest {

    @Test
    void theSameSeedGivesTheSameFaults() {
        assertThat(Plan.of(42, 200, 4)).isEqualTo(Plan.of(42, 200, 4)).isNotEqualTo(Plan.of(43, 200, 4)).hasSize(200);
        assertThat(Plan.count(Plan.of(42, 200, 4))).containsOnlyKeys("worker", "stopped", "server", "database");
        assertThat(Plan.of(42, 200, 4)).allMatch(step -> step.worker() >= 0 && step.worker() < 4);
    }

    private static Result result(String store, int kills, long redeliveries, long lost, long duplicated, long undrained) {
        return new Result(store, 100, 10, kills, redeliveries, lost, duplicated, undrained, 42);
    }

    @Test
    void whatWasPromisedDecides() {
        assertThat(result("jdbc", 10, 10, 0, 0, 0).exitCode()).isZero();
        assertThat(result("jdbc", 10, 10, 0, 1, 0).exitCode()).isEqualTo(1);
        assertThat(result("jdbc", 10, 10, 1, 0, 0).exitCode()).isEqualTo(1);
        assertThat(result("jdbc", 10, 10, 0, 0, 1).exitCode()).isEqualTo(1);
        assertThat(result("file", 10, 10, 0, 5, 0).exitCode()).isZero();
        assertThat(result("none", 10, 10, 0, 5, 0).exitCode()).isZero();
    }

    @Test
    void aRunThatProvesNothingSaysSo() {
        assertThat(result("jdbc", 9, 10, 0, 0, 0).exitCode()).isEqualTo(2);
        assertThat(result("jdbc", 10, 9, 0, 0, 0).exitCode()).isEqualTo(2);
    }

    @Test
    void oneLine() {
        assertThat(result("jdbc", 10, 12, 0, 0, 0).line())
                .isEqualTo("store=jdbc messages=100 kills=10 redeliveries=12 lost=0 duplicated=0 seed=42");
    }

    @Test
    void options() {
        Options options = Options.parse(List.of("jar", "logs", "--store", "none", "--kills", "3", "--self-test"));
        assertThat(options.store).isEqualTo("none");
        assertThat(options.kills).isEqualTo(3);
        assertThat(options.selfTest).isTrue();
        assertThatThrownBy(() -> Options.parse(List.of("jar", "logs", "--store", "paper")))
                .hasMessageContaining("--store is paper");
        assertThatThrownBy(() -> Options.parse(List.of("jar", "logs", "--kils", "3"))).hasMessageContaining("--kils");
    }
}
