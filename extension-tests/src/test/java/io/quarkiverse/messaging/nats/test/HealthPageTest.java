package io.quarkiverse.messaging.nats.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.quarkiverse.messaging.nats.runtime.health.ChannelStatus;
import io.quarkiverse.messaging.nats.runtime.health.ChannelStatus.Cause;

/** The guide's table of causes is that of the code, says what each makes of the three checks, and names tests that exist. */
class HealthPageTest {

    static final Pattern ROW = Pattern
            .compile("\\| `([a-z]+)`\\n\\| .+\\n\\| (down|-)\\n\\| (down|-)\\n\\| (down|-)\\n\\| `([^`]+)`\\n");

    private static List<MatchResult> rows() throws IOException {
        return ROW.matcher(Files.readString(KeysPageTest.PROJECT.resolve("docs/modules/ROOT/pages/observability.adoc")))
                .results().toList();
    }

    @Test
    void itHasEachCauseAndWhatItMakesOfTheChecks() throws IOException {
        assertThat(rows()).extracting(row -> row.group(1))
                .containsExactlyElementsOf(Arrays.stream(Cause.values()).map(cause -> cause.name().toLowerCase(Locale.ROOT))
                        .toList());
        for (MatchResult row : rows()) {
            ChannelStatus status = new ChannelStatus("page", "not checked yet");
            status.up(Cause.SETUP);
            Cause cause = Cause.valueOf(row.group(1).toUpperCase(Locale.ROOT));
            if (cause == Cause.PERMISSION) {
                status.denied("reason", Duration.ofMinutes(1)); // it is forgotten after a while
            } else {
                status.down(cause, "reason");
            }
            assertThat(List.of(row.group(2), row.group(3), row.group(4))).as(row.group(1))
                    .isEqualTo(List.of(said(!status.isSetUp()), said(status.notReady() != null),
                            said(status.notAlive() != null)));
        }
    }

    private static String said(boolean down) {
        return down ? "down" : "-";
    }

    @Test
    void whatShowsACauseExists() throws IOException {
        for (MatchResult row : rows()) {
            String[] seen = row.group(5).split("[# ]");
            if (seen[0].equals("scripts/faults")) {
                assertThat(contains("chaos", "\"" + seen[1] + "\"", "")).as(row.group(5)).isTrue();
            } else {
                assertThat(contains("extension-tests", " void " + seen[1] + "(", seen[0])
                        || contains("tracing-tests", " void " + seen[1] + "(", seen[0])).as(row.group(5)).isTrue();
            }
        }
    }

    private static boolean contains(String module, String text, String file) throws IOException {
        try (Stream<Path> files = Files.walk(KeysPageTest.PROJECT.resolve(module))) {
            for (Path one : files.filter(path -> path.toString().endsWith(file + ".java")).toList()) {
                if (Files.readString(one).contains(text)) {
                    return true;
                }
            }
        }
        return false;
    }
}
