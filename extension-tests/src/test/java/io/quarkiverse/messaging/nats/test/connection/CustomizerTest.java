package io.quarkiverse.messaging.nats.test.connection;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.nats.client.Options;
import io.quarkiverse.messaging.nats.spi.NatsOptionsCustomizer;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;

/** A bean changes the options of the client. */
class CustomizerTest {

    static final NatsServer SERVER = NatsServer.of(CustomizerTest.class, Connz.MONITORED);

    @RegisterExtension
    static final QuarkusUnitTest APP = PingPong.on(SERVER, Customizer.class, Connz.class)
            .overrideRuntimeConfigKey("quarkus.messaging.nats.connection-name", "by configuration");

    @Inject
    PingPong pingPong;

    @Test
    void theServerSeesWhatItSays() {
        pingPong.sendAndReceive("customized");
        assertThat(Connz.of(SERVER)).hasSize(1).first().satisfies(connection -> {
            assertThat(connection.getString("name")).isEqualTo("by configuration, customized for <default>");
            assertThat(connection.getJsonArray("subscriptions_list").toString()).contains("\"_SHOP.");
        });
    }

    @ApplicationScoped
    public static class Customizer implements NatsOptionsCustomizer {

        @Override
        public void customize(String connection, Options.Builder options) {
            String configured = options.build().getConnectionName();
            options.connectionName(configured + ", customized for " + connection).inboxPrefix("_SHOP.");
        }
    }
}
