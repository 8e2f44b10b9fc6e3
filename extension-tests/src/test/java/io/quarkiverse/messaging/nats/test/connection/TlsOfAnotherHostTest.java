package io.quarkiverse.messaging.nats.test.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;

/** A trusted certificate of another host is refused: whoever has one could pose as the server. */
class TlsOfAnotherHostTest {

    static final Certificates CERTIFICATES = Certificates.of(TlsOfAnotherHostTest.class, "DNS:elsewhere.example");
    static final NatsServer SERVER = NatsServer.of(TlsOfAnotherHostTest.class, CERTIFICATES.server());

    @RegisterExtension
    static final QuarkusUnitTest APP = PingPong.on(SERVER)
            .overrideRuntimeConfigKey("quarkus.messaging.nats.connect-on-start", "required")
            .overrideRuntimeConfigKey("quarkus.messaging.nats.connect-timeout", "2s")
            .overrideRuntimeConfigKey("quarkus.messaging.nats.tls-configuration-name", "broker")
            .overrideRuntimeConfigKey("quarkus.tls.broker.trust-store.pem.certs", CERTIFICATES.trusted())
            .assertException(failure -> assertThat(failure).hasMessageContaining("no server answered at " + SERVER.url())
                    .hasMessageContaining("No subject alternative names matching IP address 127.0.0.1 found"));

    @Test
    void theApplicationDoesNotStart() {
        fail("it connected to a server whose certificate is of another host");
    }
}
