package io.quarkiverse.messaging.nats.test.connection;

import java.nio.file.Path;

import io.smallrye.certs.CertificateGenerator;
import io.smallrye.certs.CertificateRequest;
import io.smallrye.certs.Format;

/** Certificates of a test class, made when first asked for: for the server, and for a client that it trusts. */
record Certificates(Path directory) {

    /**
     * @param owner the test class
     * @param host the host that the server's certificate is for: {@code IP:…} or {@code DNS:…}
     * @return its certificates
     */
    static Certificates of(Class<?> owner, String host) {
        return new Certificates(Path.of(Once.text(owner, "certificates", () -> {
            Path directory = Once.directory(owner);
            new CertificateGenerator(directory, true).generate(new CertificateRequest().withName("nats")
                    .withCN("nats-test").withSubjectAlternativeName(host).withFormat(Format.PEM).withClientCertificate());
            return directory.toString();
        })));
    }

    /** @return what makes a server speak TLS */
    String[] server() {
        return new String[] { "--tls", "--tlscert", path("nats.crt"), "--tlskey", path("nats.key") };
    }

    /** @return what makes a server speak TLS with clients that show the certificate only */
    String[] serverThatVerifies() {
        return new String[] { "--tlsverify", "--tlscert", path("nats.crt"), "--tlskey", path("nats.key"), "--tlscacert",
                path("nats-server-ca.crt") };
    }

    /** @return what a client has to trust */
    String trusted() {
        return path("nats-client-ca.crt");
    }

    String clientCertificate() {
        return path("nats-client.crt");
    }

    String clientKey() {
        return path("nats-client.key");
    }

    private String path(String file) {
        return directory.resolve(file).toString();
    }
}
