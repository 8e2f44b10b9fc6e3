package io.quarkiverse.messaging.nats.test.connection;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.nats.client.NKey;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;

/** Credentials: {@code nkey-seed}. The server knows the public key only. */
class NkeyTest {

    static final String SEED = Once.text(NkeyTest.class, "seed", () -> new String(NKey.createUser(null).getSeed()));
    static final NatsServer SERVER = NatsServer.of(NkeyTest.class, "--config", Once.file(NkeyTest.class, "server.conf",
            "authorization { users = [ { nkey: " + publicKey() + " } ] }"));

    @RegisterExtension
    static final QuarkusUnitTest APP = PingPong.on(SERVER)
            .overrideRuntimeConfigKey("quarkus.messaging.nats.nkey-seed", SEED);

    static String publicKey() {
        try {
            return new String(NKey.fromSeed(SEED.toCharArray()).getPublicKey());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Inject
    PingPong pingPong;

    @Test
    void publishesAndReceives() {
        pingPong.sendAndReceive("by nkey");
    }
}
