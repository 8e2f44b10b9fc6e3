package io.quarkiverse.messaging.nats.test.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;

/** An application without channels and without a server has its connection when one appears, and hears until then why not. */
class NotThereTest {

    static final NatsServer SERVER = NatsServer.notYet(NotThereTest.class);

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withEmptyApplication()
            .overrideRuntimeConfigKey("quarkus.http.test-port", "0")
            .overrideConfigKey("quarkus.messaging.nats.servers", SERVER.url())
            .overrideRuntimeConfigKey("quarkus.messaging.nats.connect-timeout", "300ms")
            .overrideRuntimeConfigKey("quarkus.messaging.nats.reconnect-wait", "100ms")
            .overrideRuntimeConfigKey("quarkus.messaging.nats.reconnect-jitter", "50ms")
            .setAfterAllCustomizer(SERVER::close);

    @Inject
    Connection connection;
    @Inject
    JetStreamManagement management;

    @Test
    void itSaysSoUntilThereIsAServer() throws Exception {
        assertThat(connection.getStatus()).isEqualTo(Connection.Status.DISCONNECTED);
        assertThatThrownBy(() -> management.getStreamNames()).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Connection `<default>`: there is none at this moment, to " + SERVER.url() + ": ")
                .hasMessageContaining("it is tried again until there is");
        SERVER.restart();
        await().atMost(Duration.ofSeconds(20)).until(() -> connection.getStatus() == Connection.Status.CONNECTED);
        assertThat(management.getStreamNames()).isEmpty();
    }
}
