package io.quarkiverse.messaging.nats.jdbc.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.messaging.nats.ExactlyOnce;
import io.quarkus.test.QuarkusUnitTest;

/** A channel with the store whose method is not exactly-once, and one without a database, are refused at start. */
class RefusedChannelsTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot((JavaArchive jar) -> jar.addClasses(Receiver.class))
            .overrideConfigKey("quarkus.messaging.nats.servers", "nats://127.0.0.1:1")
            .overrideConfigKey("quarkus.datasource.devservices.enabled", "false")
            .overrideConfigKey("quarkus.datasource.db-kind", "postgresql")
            .overrideRuntimeConfigKey("quarkus.messaging.nats.sequence-store.jdbc.datasource", "elsewhere")
            .overrideRuntimeConfigKey("mp.messaging.connector.nats.durable", "app")
            .overrideRuntimeConfigKey("mp.messaging.incoming.without.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.without.sequence-store", "jdbc")
            .overrideRuntimeConfigKey("mp.messaging.incoming.with.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.with.sequence-store", "jdbc")
            .assertException(failure -> assertThat(failure).hasStackTraceContaining("Channel `without`: `sequence-store` is "
                    + "`jdbc`, but [" + Receiver.class.getName() + "#without] would process its messages outside of a recorded "
                    + "transaction; add @ExactlyOnce to the method, or write `sequence-store=memory`, `file` or `nats-kv`")
                    .hasStackTraceContaining(
                            "Channel `with`: `sequence-store` is `jdbc`, but there is no datasource `elsewhere`; "
                                    + "configure it, or write `quarkus.messaging.nats.sequence-store.jdbc.datasource=…`"));

    @Test
    void neverRuns() {
        fail("the application started");
    }

    @ApplicationScoped
    public static class Receiver {

        @Incoming("without")
        void without(String payload) {
        }

        @Incoming("with")
        @ExactlyOnce
        void with(String payload) {
        }
    }
}
