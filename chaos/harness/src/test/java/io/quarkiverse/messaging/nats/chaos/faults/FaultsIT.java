package io.quarkiverse.messaging.nats.chaos.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** A short selection of {@code scripts/faults}, at once: nothing lost, and no silent stall. Not yet in the default run. */
@EnabledIfSystemProperty(named = "faults", matches = "true")
class FaultsIT {

    private static final List<String> SELECTION = List.of("server-frozen", "consumer-deleted", "permission-revoked");

    @Test
    void messagesFlowAgainOrHealthSaysWhy() throws Exception {
        Path jar = Path.of("../worker/target/quarkus-app/quarkus-run.jar").toAbsolutePath().normalize();
        Path logs = Files.createDirectories(Path.of("target/logs").toAbsolutePath());
        ExecutorService pool = Executors.newFixedThreadPool(SELECTION.size());
        try {
            List<Future<Outcome>> running = new ArrayList<>();
            for (Fault fault : Faults.all()) {
                if (SELECTION.contains(fault.name())) {
                    running.add(pool.submit(() -> new Run(fault, jar, logs).run()));
                }
            }
            assertThat(running).hasSameSizeAs(SELECTION);
            for (Future<Outcome> one : running) {
                Outcome outcome = one.get();
                assertThat(outcome.problems()).as(outcome.line()).isEmpty();
            }
        } finally {
            pool.shutdownNow();
        }
    }
}
