package io.quarkiverse.messaging.nats.test.connection;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;

/** Credentials: {@code username} and {@code password}. */
class PasswordTest {

    static final NatsServer SERVER = NatsServer.of(PasswordTest.class, "--user", "shop", "--pass", "s3cret");

    @RegisterExtension
    static final QuarkusUnitTest APP = PingPong.on(SERVER)
            .overrideRuntimeConfigKey("quarkus.messaging.nats.username", "shop")
            .overrideRuntimeConfigKey("quarkus.messaging.nats.password", "s3cret");

    @Inject
    PingPong pingPong;

    @Test
    void publishesAndReceives() {
        pingPong.sendAndReceive("by password");
    }
}
