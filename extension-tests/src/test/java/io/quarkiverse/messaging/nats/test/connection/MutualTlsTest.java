package io.quarkiverse.messaging.nats.test.connection;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;

/** The server wants a certificate of the client: the TLS registry's entry has it. */
class MutualTlsTest {

    static final Certificates CERTIFICATES = Certificates.of(MutualTlsTest.class, "IP:127.0.0.1");
    static final NatsServer SERVER = NatsServer.of(MutualTlsTest.class, CERTIFICATES.serverThatVerifies());

    @RegisterExtension
    static final QuarkusUnitTest APP = PingPong.on(SERVER)
            .overrideRuntimeConfigKey("quarkus.messaging.nats.tls-configuration-name", "broker")
            .overrideRuntimeConfigKey("quarkus.tls.broker.trust-store.pem.certs", CERTIFICATES.trusted())
            .overrideRuntimeConfigKey("quarkus.tls.broker.key-store.pem.0.cert", CERTIFICATES.clientCertificate())
            .overrideRuntimeConfigKey("quarkus.tls.broker.key-store.pem.0.key", CERTIFICATES.clientKey());

    @Inject
    PingPong pingPong;

    @Test
    void publishesAndReceives() {
        pingPong.sendAndReceive("encrypted and known");
    }
}
