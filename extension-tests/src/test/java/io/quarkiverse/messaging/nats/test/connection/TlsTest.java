package io.quarkiverse.messaging.nats.test.connection;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;

/** TLS by the name of an entry in Quarkus's TLS registry. */
class TlsTest {

    static final Certificates CERTIFICATES = Certificates.of(TlsTest.class, "IP:127.0.0.1");
    static final NatsServer SERVER = NatsServer.of(TlsTest.class, CERTIFICATES.server());

    @RegisterExtension
    static final QuarkusUnitTest APP = PingPong.on(SERVER)
            .overrideRuntimeConfigKey("quarkus.messaging.nats.tls-configuration-name", "broker")
            .overrideRuntimeConfigKey("quarkus.tls.broker.trust-store.pem.certs", CERTIFICATES.trusted());

    @Inject
    PingPong pingPong;

    @Test
    void publishesAndReceives() {
        pingPong.sendAndReceive("encrypted");
    }
}
