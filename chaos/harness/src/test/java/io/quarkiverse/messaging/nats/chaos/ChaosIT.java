package io.quarkiverse.messaging.nats.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

/** Short runs of {@code scripts/chaos}: killed workers, servers and databases lose nothing and double nothing. */
class ChaosIT {

    private static Options options(String store, int kills, int messages, int workers) throws IOException {
        Options options = new Options();
        options.jar = Path.of("../worker/target/quarkus-app/quarkus-run.jar").toAbsolutePath().normalize();
        options.logs = Files.createDirectories(Path.of("target/logs"));
        options.store = store;
        options.kills = kills;
        options.messages = messages;
        options.workers = workers;
        options.minutes = 4;
        return options;
    }

    @Test
    void exactlyOnceWithJdbcInAGroup() throws IOException {
        Result result = Chaos.run(options("jdbc", 8, 4_000, 3));
        assertThat(result.exitCode()).as(result.line()).isZero();
    }

    /** What is behind a killed or frozen owner is taken over by the one that stands by. */
    @Test
    void exactlyOnceWithJdbcAndAnExclusiveOwner() throws IOException {
        Result result = Chaos.run(options("jdbc-exclusive", 4, 1_000, 2));
        assertThat(result.isKept()).as(result.line()).isTrue();
        assertThat(result.kills()).isEqualTo(4);
    }

    @Test
    void exactlyOnceWithAtomicBatches() throws IOException {
        Result result = Chaos.run(options("nats-stream", 5, 3_000, 2));
        assertThat(result.exitCode()).as(result.line()).isZero();
    }

    @Test
    void whatIsWrongIsConvicted() throws IOException {
        assertThat(Chaos.selfTest(options("none", 0, 0, 2), 1, 1_500)).isZero();
    }
}
