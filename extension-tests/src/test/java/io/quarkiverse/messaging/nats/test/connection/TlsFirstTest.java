package io.quarkiverse.messaging.nats.test.connection;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkiverse.messaging.nats.testing.NeedsServer;
import io.quarkus.test.QuarkusUnitTest;

/** The server says nothing before the handshake: {@code tls-first}. */
@NeedsServer(value = "2.11", why = "handshake_first")
class TlsFirstTest {

    static final Certificates CERTIFICATES = Certificates.of(TlsFirstTest.class, "IP:127.0.0.1");
    static final NatsServer SERVER = NatsServer.of(TlsFirstTest.class, "--config",
            Once.file(TlsFirstTest.class, "server.conf", "tls { cert_file: '%s', key_file: '%s', handshake_first: true }"
                    .formatted(CERTIFICATES.server()[2], CERTIFICATES.server()[4])));

    @RegisterExtension
    static final QuarkusUnitTest APP = PingPong.on(SERVER)
            .overrideRuntimeConfigKey("quarkus.messaging.nats.tls-first", "true")
            .overrideRuntimeConfigKey("quarkus.messaging.nats.tls-configuration-name", "broker")
            .overrideRuntimeConfigKey("quarkus.tls.broker.trust-store.pem.certs", CERTIFICATES.trusted());

    @Inject
    PingPong pingPong;

    @Test
    void publishesAndReceives() {
        pingPong.sendAndReceive("encrypted from the first byte");
    }
}
