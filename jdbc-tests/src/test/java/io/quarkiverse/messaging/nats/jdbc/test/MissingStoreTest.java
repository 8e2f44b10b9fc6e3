package io.quarkiverse.messaging.nats.jdbc.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;

/** A method that says it is exactly-once, on a channel that does not record it, is refused at start. */
class MissingStoreTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot((JavaArchive jar) -> jar.addClasses(RefusedChannelsTest.Receiver.class))
            .overrideConfigKey("quarkus.messaging.nats.servers", "nats://127.0.0.1:1")
            .overrideConfigKey("quarkus.datasource.devservices.enabled", "false")
            .overrideConfigKey("quarkus.datasource.db-kind", "postgresql")
            .overrideRuntimeConfigKey("mp.messaging.incoming.without.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.with.connector", "nats")
            .assertException(failure -> assertThat(failure).hasStackTraceContaining(RefusedChannelsTest.Receiver.class.getName()
                    + "#with is @ExactlyOnce, but its channel `with` does not have the store that records it; write "
                    + "`mp.messaging.incoming.with.sequence-store=jdbc`, or remove @ExactlyOnce"));

    @Test
    void neverRuns() {
        fail("the application started");
    }
}
