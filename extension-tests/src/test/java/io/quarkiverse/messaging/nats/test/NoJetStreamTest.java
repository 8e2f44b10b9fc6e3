package io.quarkiverse.messaging.nats.test;

import static io.quarkiverse.messaging.nats.test.Refusals.assertThatSentences;
import static org.assertj.core.api.Assertions.fail;

import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;

/** A server without JetStream fails the start: once for the connection, not once for each channel. */
class NoJetStreamTest {

    static final NatsServer SERVER = NatsServer.of(NoJetStreamTest.class, "--no-jetstream");

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot((JavaArchive jar) -> jar.addClasses(Receiver.class, Received.class))
            .overrideConfigKey("quarkus.messaging.nats.servers", SERVER.url())
            .overrideRuntimeConfigKey("mp.messaging.incoming.orders.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.bills.connector", "nats")
            .setAfterAllCustomizer(SERVER::close)
            .assertException(failure -> assertThatSentences(failure).singleElement().asString()
                    .matches("Connection `<default>`: the nats-server 2\\.[0-9.]+ at " + SERVER.url()
                            + " has no JetStream; start it with --jetstream, or add `jetstream \\{}` to its configuration "
                            + "\\(with accounts: to the account\\)"));

    @Test
    void neverRuns() {
        fail("the application started");
    }
}
