package io.quarkiverse.messaging.nats.runtime.connector;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsErrors.ERRORS;
import static io.quarkiverse.messaging.nats.runtime.i18n.SecurityErrors.SECURITY;

import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.messaging.nats.runtime.config.ConnectionConfig;

/** The mistakes of one connection that show without a server. */
final class ConnectionCheck {

    private ConnectionCheck() {
    }

    static void check(String name, ConnectionConfig connection, List<String> mistakes) {
        List<String> kinds = new ArrayList<>();
        connection.username().ifPresent(set -> kinds.add("username"));
        connection.token().ifPresent(set -> kinds.add("token"));
        connection.nkeySeed().ifPresent(set -> kinds.add("nkey-seed"));
        connection.credentials().ifPresent(set -> kinds.add("credentials"));
        connection.credentialsFile().ifPresent(set -> kinds.add("credentials-file"));
        if (kinds.size() > 1) {
            mistakes.add(ERRORS.severalCredentials(name, kinds));
        }
        if (connection.tlsFirst() && connection.tlsConfigurationName().isEmpty()
                && connection.servers().stream().noneMatch(server -> server.startsWith("tls://"))) {
            mistakes.add(SECURITY.tlsFirstWithoutTls(name));
        }
        if (connection.maxOutgoing() < 1) {
            mistakes.add(ERRORS.badConnectionValue(name, "max-outgoing", String.valueOf(connection.maxOutgoing()),
                    "a whole number of at least 1, such as 4096"));
        }
    }
}
