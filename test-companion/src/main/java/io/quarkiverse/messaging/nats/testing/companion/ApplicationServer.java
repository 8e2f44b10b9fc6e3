package io.quarkiverse.messaging.nats.testing.companion;

import java.util.List;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

import io.nats.client.Options;

/** Reads from the configuration of the application under test where its server is. */
final class ApplicationServer {

    private static final String PREFIX = "quarkus.messaging.nats.";

    private ApplicationServer() {
    }

    static Options.Builder options() {
        Config config = ConfigProvider.getConfig();
        Options.Builder options = Options.builder().servers(config.getOptionalValues(PREFIX + "servers", String.class)
                .orElse(List.of("nats://localhost:4222")).toArray(String[]::new));
        config.getOptionalValue(PREFIX + "username", String.class).ifPresent(
                user -> options.userInfo(user, config.getOptionalValue(PREFIX + "password", String.class).orElse("")));
        config.getOptionalValue(PREFIX + "token", String.class).ifPresent(token -> options.token(token.toCharArray()));
        return options;
    }
}
