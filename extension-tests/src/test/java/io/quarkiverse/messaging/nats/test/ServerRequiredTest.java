package io.quarkiverse.messaging.nats.test;

import static io.quarkiverse.messaging.nats.test.Refusals.assertThatSentences;
import static org.assertj.core.api.Assertions.fail;

import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;

/** {@code connect-on-start=required}: no server, no start. */
class ServerRequiredTest {

    static final NatsServer SERVER = NatsServer.notYet(ServerRequiredTest.class);

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot((JavaArchive jar) -> jar.addClasses(Receiver.class, Received.class))
            .overrideConfigKey("quarkus.messaging.nats.servers", SERVER.url())
            .overrideRuntimeConfigKey("quarkus.messaging.nats.connect-on-start", "required")
            .overrideRuntimeConfigKey("quarkus.messaging.nats.connect-timeout", "700ms")
            .overrideRuntimeConfigKey("mp.messaging.incoming.orders.connector", "nats")
            .setAfterAllCustomizer(SERVER::close)
            .assertException(failure -> assertThatSentences(failure).singleElement().asString()
                    .startsWith("Connection `<default>`: no server answered at " + SERVER.url()
                            + " within connect-timeout (PT0.7S): ")
                    .endsWith("; start one, or set quarkus.messaging.nats.servers, or remove connect-on-start=required"));

    @Test
    void neverRuns() {
        fail("the application started");
    }
}
