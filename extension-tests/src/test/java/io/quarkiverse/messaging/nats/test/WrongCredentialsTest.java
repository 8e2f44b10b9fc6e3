package io.quarkiverse.messaging.nats.test;

import static io.quarkiverse.messaging.nats.test.Refusals.assertThatSentences;
import static org.assertj.core.api.Assertions.fail;

import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;

/** A server that refuses the credentials fails the start, although a server that does not answer would not. */
class WrongCredentialsTest {

    static final NatsServer SERVER = NatsServer.of(WrongCredentialsTest.class, "--user", "me", "--pass", "right");

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot((JavaArchive jar) -> jar.addClasses(Receiver.class, Received.class))
            .overrideConfigKey("quarkus.messaging.nats.connections.main.servers", SERVER.url())
            .overrideRuntimeConfigKey("quarkus.messaging.nats.connections.main.username", "me")
            .overrideRuntimeConfigKey("quarkus.messaging.nats.connections.main.password", "wr0ng-s3cr3t")
            .overrideRuntimeConfigKey("quarkus.messaging.nats.connections.main.connect-timeout", "2s")
            .overrideRuntimeConfigKey("mp.messaging.incoming.orders.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.orders.connection", "main")
            .setAfterAllCustomizer(SERVER::close)
            .assertException(failure -> assertThatSentences(failure).singleElement().asString()
                    .startsWith("Connection `main`: the server at " + SERVER.url() + " refused the credentials (")
                    .endsWith("); check username and password, token, nkey-seed or credentials of "
                            + "quarkus.messaging.nats.connections.\"main\"")
                    .doesNotContain("s3cr3t"));

    @Test
    void neverRuns() {
        fail("the application started");
    }
}
