package io.quarkiverse.messaging.nats.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.messaging.nats.ExactlyOnce;
import io.quarkus.test.QuarkusUnitTest;

/** Without the extensions that it needs, {@code @ExactlyOnce} would be ignored without a word. */
class NoDatabaseTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot((JavaArchive jar) -> jar.addClasses(Receiver.class))
            .overrideConfigKey("quarkus.messaging.nats.servers", "nats://127.0.0.1:1")
            .assertException(failure -> assertThat(failure).hasStackTraceContaining(Receiver.class.getName()
                    + "#receive is @ExactlyOnce, but there is nothing to record it with; add the extensions quarkus-agroal (with a "
                    + "JDBC driver) and quarkus-narayana-jta"));

    @Test
    void neverRuns() {
        fail("the application started");
    }

    @ApplicationScoped
    public static class Receiver {

        @Incoming("orders")
        @ExactlyOnce
        void receive(String payload) {
        }
    }
}
