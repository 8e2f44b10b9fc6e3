package io.quarkiverse.messaging.nats.runtime.connection;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsErrors.ERRORS;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

import javax.net.ssl.SSLContext;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import io.nats.client.Nats;
import io.nats.client.Options;
import io.quarkiverse.messaging.nats.NatsCredentials;
import io.quarkiverse.messaging.nats.runtime.config.ConnectionConfig;
import io.quarkiverse.messaging.nats.spi.NatsCredentialsSupplier;
import io.quarkiverse.messaging.nats.spi.NatsOptionsCustomizer;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;

/** Makes jnats options from a connection's settings, its credentials as they are now, and the customizers. */
@ApplicationScoped
public class OptionsFactory {

    @Inject
    @Any
    Instance<NatsOptionsCustomizer> customizers;
    @Inject
    Instance<NatsCredentialsSupplier> credentials;
    @Inject
    Instance<TlsConfigurationRegistry> tls;
    @ConfigProperty(name = "quarkus.application.name", defaultValue = "quarkus")
    String applicationName;

    Options options(String name, ConnectionConfig config, ConnectionEvents events) throws Exception {
        Options.Builder options = new Options.Builder()
                .servers(config.servers().toArray(String[]::new))
                .connectionName(config.connectionName().orElse(applicationName))
                .connectionTimeout(config.connectTimeout())
                .pingInterval(config.pingInterval())
                .maxPingsOut(config.maxPingsOut())
                .maxReconnects(-1)
                .reconnectWait(config.reconnectWait())
                .reconnectJitter(config.reconnectJitter())
                .reconnectJitterTls(config.reconnectJitter())
                // Bounded by us (max-outgoing, and one ack per message in flight); jnats's own bound blocks the caller.
                .maxMessagesInOutgoingQueue(-1);
        authenticate(options, name, config);
        secure(options, name, config);
        for (NatsOptionsCustomizer customizer : customizers) {
            customizer.customize(name, options);
        }
        return options.connectionListener(events).errorListener(events).build();
    }

    /** The certificate must be for the server: unless the TLS registry says {@code NONE}, or to trust everything. */
    private void secure(Options.Builder options, String name, ConnectionConfig config) throws Exception {
        HostVerification.Source context;
        String algorithm = "HTTPS";
        if (config.tlsConfigurationName().isPresent()) {
            TlsConfiguration configured = tlsConfiguration(name, config.tlsConfigurationName().get());
            // Asked again for each socket: jnats reconnects with the options that it has, however old.
            context = configured::createSSLContext;
            algorithm = configured.isTrustAll() ? "NONE" : configured.getHostnameVerificationAlgorithm().orElse(algorithm);
        } else if (config.servers().stream().anyMatch(server -> server.startsWith("tls://"))) {
            context = SSLContext::getDefault;
        } else {
            return;
        }
        // A name that was resolved to an address could not be checked any more.
        options.noResolveHostnames().sslContext(HostVerification.of(context,
                "NONE".equalsIgnoreCase(algorithm) ? null : algorithm, config.servers()));
        if (config.tlsFirst()) {
            options.tlsFirst();
        }
    }

    private TlsConfiguration tlsConfiguration(String name, String tlsName) {
        if (tls.isResolvable()) {
            TlsConfiguration found = tls.get().get(tlsName).orElse(null);
            if (found != null) {
                return found;
            }
        }
        throw ERRORS.unknownTls(name, tlsName);
    }

    private void authenticate(Options.Builder options, String name, ConnectionConfig config) {
        NatsCredentials current = credentials.isResolvable() ? credentials.get().credentials(name) : null;
        if (current == null) {
            current = configured(name, config);
        }
        if (current == null) {
            return;
        }
        switch (current.kind()) {
            case PASSWORD -> options.userInfo(current.user(), current.secret());
            case TOKEN -> options.token(current.secret().toCharArray());
            case NKEY -> options.authHandler(Nats.staticCredentials(null, current.secret().toCharArray()));
            case CREDENTIALS -> options.authHandler(
                    Nats.staticCredentials(current.secret().getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** The validator has seen to it that at most one kind is set. */
    static NatsCredentials configured(String name, ConnectionConfig config) {
        if (config.username().isPresent()) {
            return NatsCredentials.password(config.username().get(), config.password().orElse(""));
        } else if (config.token().isPresent()) {
            return NatsCredentials.token(config.token().get());
        } else if (config.nkeySeed().isPresent()) {
            return NatsCredentials.nkey(config.nkeySeed().get());
        } else if (config.credentials().isPresent()) {
            return NatsCredentials.credentials(config.credentials().get());
        } else if (config.credentialsFile().isPresent()) {
            try {
                return NatsCredentials.credentials(Files.readString(Path.of(config.credentialsFile().get())));
            } catch (IOException e) {
                throw ERRORS.unreadableCredentials(name, config.credentialsFile().get());
            }
        }
        return null;
    }
}
