package io.quarkiverse.messaging.nats.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.builder.Version;
import io.quarkus.maven.dependency.Dependency;
import io.quarkus.test.QuarkusProdModeTest;

/** A packaged application is not given streams: it does not start, and prints the line to add. */
class NoStreamInProductionTest {

    static final NatsServer SERVER = NatsServer.of(NoStreamInProductionTest.class);

    @RegisterExtension
    static final QuarkusProdModeTest APP = new QuarkusProdModeTest()
            .withApplicationRoot((JavaArchive jar) -> jar.addClasses(Receiver.class, Received.class))
            .setApplicationName("no-stream").setApplicationVersion("1")
            .overrideConfigKey("mp.messaging.incoming.orders.connector", "nats")
            .setRuntimeProperties(Map.of("quarkus.messaging.nats.servers", SERVER.url(), "quarkus.http.port", "0"))
            // Of the health extension, which this module has for tests: the packaged application would lack it.
            .setForcedDependencies(List.of(Dependency.of("io.quarkus", "quarkus-vertx-http", Version.getVersion())))
            .setRun(true).setExpectExit(true);

    @AfterAll
    static void close() {
        SERVER.close();
    }

    @Test
    void itDoesNotStart() {
        assertThat(APP.getExitCode()).isEqualTo(1);
        assertThat(APP.getStartupConsoleOutput()).contains("Channel `orders`: no stream stores the subject `orders`, and the "
                + "server has no streams at all; declare one with quarkus.messaging.nats.streams.\"ORDERS\".subjects=orders, or "
                + "name an existing one with `mp.messaging.incoming.orders.stream=…`");
        try (NatsProbe probe = new NatsProbe(SERVER)) {
            assertThat(streams(probe)).isEmpty();
        }
    }

    private static List<String> streams(NatsProbe probe) {
        try {
            return probe.management().getStreamNames();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
