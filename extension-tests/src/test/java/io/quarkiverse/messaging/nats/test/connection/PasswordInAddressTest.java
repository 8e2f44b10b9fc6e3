package io.quarkiverse.messaging.nats.test.connection;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;

/** Credentials in the server's address work, and the log shows the address without them. */
class PasswordInAddressTest {

    static final NatsServer SERVER = NatsServer.of(PasswordInAddressTest.class, "--user", "shop", "--pass", "s3cret");

    @RegisterExtension
    static final QuarkusUnitTest APP = PingPong.on(SERVER)
            .overrideConfigKey("quarkus.messaging.nats.servers",
                    SERVER.url().replace("nats://", "nats://shop:s3cret@"))
            .overrideRuntimeConfigKey("quarkus.log.category.\"io.quarkiverse.messaging.nats\".level", "DEBUG")
            .setLogRecordPredicate(record -> record.getLoggerName().startsWith("io.quarkiverse"))
            .assertLogRecords(records -> Secrets.assertNotIn(records, "s3cret"));

    @Inject
    PingPong pingPong;

    @Test
    void publishesAndReceives() {
        pingPong.sendAndReceive("by address");
    }
}
