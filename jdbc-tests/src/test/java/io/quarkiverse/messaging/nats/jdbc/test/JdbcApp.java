package io.quarkiverse.messaging.nats.jdbc.test;

import java.util.List;
import java.util.function.Consumer;

import org.jboss.shrinkwrap.api.spec.JavaArchive;

import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;

/** A Quarkus application of a test class, on a NATS server and a PostgreSQL of its own. */
final class JdbcApp {

    private JdbcApp() {
    }

    /** An application whose channels, one for each stream, have a durable {@code app} and the store {@code jdbc}. */
    static QuarkusUnitTest on(NatsServer server, String database, List<String> streams, Consumer<NatsProbe> before,
            Class<?>... beans) {
        QuarkusUnitTest app = new QuarkusUnitTest()
                .withApplicationRoot((JavaArchive jar) -> jar.addClass(JdbcApp.class).addClasses(beans))
                .overrideConfigKey("quarkus.messaging.nats.servers", server.url())
                .overrideConfigKey("quarkus.datasource.db-kind", database.contains(":h2:") ? "h2" : "postgresql")
                .overrideConfigKey("quarkus.datasource.devservices.enabled", "false")
                .overrideRuntimeConfigKey("quarkus.datasource.jdbc.url", database)
                .overrideRuntimeConfigKey("mp.messaging.connector.nats.durable", "app")
                .overrideRuntimeConfigKey("mp.messaging.connector.nats.start-position", "all")
                .overrideRuntimeConfigKey("mp.messaging.connector.nats.sequence-store", "jdbc")
                .overrideRuntimeConfigKey("mp.messaging.connector.nats.backoff", "100ms")
                .overrideRuntimeConfigKey("quarkus.messaging.nats.sequence-store.compaction-interval", "300ms")
                .setBeforeAllCustomizer(() -> {
                    try (NatsProbe probe = new NatsProbe(server)) {
                        streams.forEach(stream -> createStream(probe, stream));
                        before.accept(probe);
                    }
                })
                .setAfterAllCustomizer(server::close);
        streams.forEach(channel -> app.overrideRuntimeConfigKey("mp.messaging.incoming." + channel + ".connector", "nats"));
        return app;
    }

    private static void createStream(NatsProbe probe, String stream) {
        probe.createStream(StreamConfiguration.builder().name(stream).subjects(stream).storageType(StorageType.File).build());
    }
}
