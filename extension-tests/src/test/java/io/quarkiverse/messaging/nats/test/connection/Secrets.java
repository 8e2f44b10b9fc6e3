package io.quarkiverse.messaging.nats.test.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.logging.LogRecord;
import java.util.stream.Stream;

import io.quarkus.test.QuarkusUnitTest;

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

    /** An outgoing channel for each connection, named as it; everything is logged. */
    static QuarkusUnitTest application(List<String> connections, Class<?>... beans) {
        QuarkusUnitTest application = new QuarkusUnitTest()
                .withApplicationRoot(jar -> jar.addClasses(Once.class, Secrets.class, JwtAccount.class).addClasses(beans))
                .overrideRuntimeConfigKey("quarkus.http.test-port", "0")
                .overrideRuntimeConfigKey("quarkus.log.category.\"io.quarkiverse.messaging.nats\".level", "DEBUG")
                .overrideRuntimeConfigKey("quarkus.log.category.\"io.nats\".level", "DEBUG")
                .overrideRuntimeConfigKey("quarkus.log.category.\"io.smallrye.reactive.messaging\".level", "DEBUG")
                .setLogRecordPredicate(record -> true);
        for (String connection : connections) {
            application
                    .overrideRuntimeConfigKey("quarkus.messaging.nats.connections." + connection + ".connect-timeout", "2s")
                    .overrideRuntimeConfigKey("quarkus.messaging.nats.connections." + connection + ".reconnect-wait", "100ms")
                    .overrideRuntimeConfigKey("mp.messaging.outgoing." + connection + ".connector", "nats")
                    .overrideRuntimeConfigKey("mp.messaging.outgoing." + connection + ".connection", connection);
        }
        return application;
    }

    /** The JWT, and the seed. */
    static Stream<String> partsOf(String credentials) {
        List<String> lines = credentials.lines().map(String::strip).filter(line -> line.matches("[A-Za-z0-9._-]{40,}"))
                .toList();
        assertThat(lines).hasSize(2);
        return lines.stream();
    }

    private static String text(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
