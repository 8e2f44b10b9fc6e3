package io.quarkiverse.messaging.nats.test.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.logging.LogRecord;

/** Looks for what nobody may read in logs and exceptions. */
final class Secrets {

    private Secrets() {
    }

    static void assertNotIn(List<LogRecord> records, String secret) {
        assertThat(records).isNotEmpty()
                .noneMatch(record -> String.valueOf(record.getMessage()).contains(secret)
                        || Arrays.toString(record.getParameters()).contains(secret)
                        || record.getThrown() != null && text(record.getThrown()).contains(secret));
    }

    static void assertNotIn(Throwable failure, String secret) {
        assertThat(text(failure)).doesNotContain(secret);
    }

    private static String text(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
