package io.quarkiverse.messaging.nats.test.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;

/** A name that the TLS registry does not know fails the start in words. */
class UnknownTlsTest {

    static final NatsServer SERVER = NatsServer.of(UnknownTlsTest.class);

    @RegisterExtension
    static final QuarkusUnitTest APP = PingPong.on(SERVER)
            .overrideRuntimeConfigKey("quarkus.messaging.nats.tls-configuration-name", "broker")
            .assertException(failure -> assertThat(failure).hasMessageContaining(
                    "Connection `<default>`: `tls-configuration-name` is `broker`, which the TLS registry does not know;"
                            + " add quarkus.tls.\"broker\".… or remove the key"));

    @Test
    void theApplicationDoesNotStart() {
        fail("it started");
    }
}
