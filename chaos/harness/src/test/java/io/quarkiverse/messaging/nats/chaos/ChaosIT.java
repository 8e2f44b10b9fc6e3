package io.quarkiverse.messaging.nats.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

/** A short run of {@code scripts/chaos}: killed workers, servers and databases lose nothing and double nothing. */
class ChaosIT {

    @Test
    void exactlyOnceWithJdbc() throws IOException {
        Options options = new Options();
        options.jar = Path.of("../worker/target/quarkus-app/quarkus-run.jar").toAbsolutePath().normalize();
        options.logs = Files.createDirectories(Path.of("target/logs"));
        options.kills = 12;
        options.messages = 6_000;
        options.workers = 3;
        options.minutes = 4;
        Result result = Chaos.run(options);
        assertThat(result.exitCode()).as(result.line()).isZero();
    }
}
