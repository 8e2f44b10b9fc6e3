package io.quarkiverse.messaging.nats.chaos.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * After each fault: nothing lost, no thread left over, and no silent stall: messages flow, or health says why within twice the
 * heartbeat. A selection at once by default, every one of {@code scripts/faults} after the other with {@code -Plong}.
 */
class FaultsIT {

    private static final boolean ALL = Boolean.getBoolean("test.long");
    private static final List<String> SELECTION = List.of("server-frozen", "consumer-deleted", "permission-revoked");

    @Test
    void theSelectionNamesFaults() {
        assertThat(Faults.all()).extracting(Fault::name).containsAll(SELECTION);
    }

    static List<Fault> faults() {
        return Faults.all().stream().filter(fault -> ALL || SELECTION.contains(fault.name())).toList();
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT) // with -Plong, no test is
    @MethodSource("faults")
    void messagesFlowAgainOrHealthSaysWhy(Fault fault) throws Exception {
        assumeThat(fault.whyNot().get()).isNull();
        Path jar = Path.of("../worker/target/quarkus-app/quarkus-run.jar").toAbsolutePath().normalize();
        Outcome outcome = new Run(fault, jar, Files.createDirectories(Path.of("target/logs").toAbsolutePath())).run();
        System.out.println(outcome.line());
        assertThat(outcome.problems()).as(outcome.line()).isEmpty();
    }
}
