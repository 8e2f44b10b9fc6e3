package io.quarkiverse.messaging.nats.test;

import static io.quarkiverse.messaging.nats.test.Refusals.assertThatSentences;
import static org.assertj.core.api.Assertions.fail;

import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;

/** A credentials file that can't be read and a TLS configuration that is not there fail the start, both told at once. */
class MissingSecretsTest {

    private static final String CONNECTIONS = "quarkus.messaging.nats.connections.";

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot((JavaArchive jar) -> jar.addClasses(Receiver.class, Received.class))
            .overrideConfigKey("quarkus.messaging.nats.devservices.enabled", "false")
            .overrideRuntimeConfigKey(CONNECTIONS + "file.credentials-file", "/no/such/file")
            .overrideRuntimeConfigKey(CONNECTIONS + "tls.tls-configuration-name", "nowhere")
            .overrideRuntimeConfigKey("mp.messaging.incoming.orders.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.orders.connection", "file")
            .overrideRuntimeConfigKey("mp.messaging.incoming.bills.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.bills.connection", "tls")
            .assertException(failure -> assertThatSentences(failure).containsExactlyInAnyOrder(
                    "Connection `file`: `credentials-file` is `/no/such/file`, which can't be read; write the path of a readable "
                            + "file",
                    "Connection `tls`: `tls-configuration-name` is `nowhere`, which the TLS registry does not know; add "
                            + "quarkus.tls.\"nowhere\".… or remove the key"));

    @Test
    void neverRuns() {
        fail("the application started");
    }
}
