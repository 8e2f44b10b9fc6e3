package io.quarkiverse.messaging.nats.test.connection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.tls.TlsConfigurationRegistry;

/** Certificates of both sides are renewed while the application runs; the registry reads them, the next connect uses them. */
class RenewedCertificateTest {

    static final Certificates CERTIFICATES = Certificates.of(RenewedCertificateTest.class, "IP:127.0.0.1");
    static final NatsServer SERVER = NatsServer.of(RenewedCertificateTest.class, CERTIFICATES.serverThatVerifies());

    @RegisterExtension
    static final QuarkusUnitTest APP = PingPong.on(SERVER, Renewed.class)
            .overrideRuntimeConfigKey("quarkus.messaging.nats.reconnect-wait", "100ms")
            .overrideRuntimeConfigKey("quarkus.messaging.nats.tls-configuration-name", "broker")
            .overrideRuntimeConfigKey("quarkus.tls.broker.trust-store.pem.certs", CERTIFICATES.trusted())
            .overrideRuntimeConfigKey("quarkus.tls.broker.key-store.pem.0.cert", CERTIFICATES.clientCertificate())
            .overrideRuntimeConfigKey("quarkus.tls.broker.key-store.pem.0.key", CERTIFICATES.clientKey());

    @Inject
    PingPong pingPong;
    @Inject
    TlsConfigurationRegistry registry;

    @Test
    void theNextConnectUsesTheNewOnes() throws IOException {
        pingPong.sendAndReceive("before");
        Path directory = Certificates.of(Renewed.class, "IP:127.0.0.1").directory();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, CERTIFICATES.directory().resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        // What quarkus.tls.broker.reload-period does by the clock.
        registry.get("broker").orElseThrow().reload();
        SERVER.kill();
        SERVER.restart();
        pingPong.sendAndReceive("after");
    }

    /** Owns the second set. */
    static final class Renewed {
    }
}
