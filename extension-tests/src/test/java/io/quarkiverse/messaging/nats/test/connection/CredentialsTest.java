package io.quarkiverse.messaging.nats.test.connection;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;

/** Credentials: {@code credentials}, the text of a credentials file, and {@code credentials-file}, its path. */
class CredentialsTest {

    /** Server configuration and credentials belong together. */
    static final String[] MADE = Once.text(CredentialsTest.class, "made", () -> {
        JwtAccount account = new JwtAccount();
        return account.serverConfig() + "|" + account.credentials() + "|" + account.credentials();
    }).split("\\|");
    static final NatsServer SERVER = NatsServer.of(CredentialsTest.class, "--config",
            Once.file(CredentialsTest.class, "server.conf", MADE[0]));

    @RegisterExtension
    static final QuarkusUnitTest APP = PingPong.on(SERVER, Other.class)
            .overrideRuntimeConfigKey("quarkus.messaging.nats.credentials", MADE[1])
            .overrideConfigKey("quarkus.messaging.nats.connections.file.servers", SERVER.url())
            .overrideRuntimeConfigKey("quarkus.messaging.nats.connections.file.credentials-file",
                    Once.file(CredentialsTest.class, "user.creds", MADE[2]))
            .overrideRuntimeConfigKey("mp.messaging.outgoing.other-out.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.other-out.subject", "other")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.other-out.connection", "file")
            .overrideRuntimeConfigKey("mp.messaging.incoming.other.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.other.connection", "file");

    @Inject
    PingPong pingPong;
    @Inject
    Other other;

    @Test
    void theTextIsEnough() {
        pingPong.sendAndReceive("by text");
    }

    @Test
    void soIsThePath() {
        other.sendAndReceive("by path");
    }
}
