package io.quarkiverse.messaging.nats.test.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;

/**
 * Credentials in the server's address, here one without a scheme, that the server refuses are named as little as any others.
 */
class WrongPasswordInAddressTest {

    static final NatsServer SERVER = NatsServer.of(WrongPasswordInAddressTest.class, "--user", "shop", "--pass",
            "s3cret");

    @RegisterExtension
    static final QuarkusUnitTest APP = PingPong.on(SERVER)
            .overrideConfigKey("quarkus.messaging.nats.servers",
                    SERVER.url().replace("nats://", "shop:m1staken@"))
            .assertException(failure -> {
                assertThat(failure).hasMessageContaining("refused the credentials (");
                Secrets.assertNotIn(failure, "m1staken");
            })
            .setLogRecordPredicate(record -> true)
            .assertLogRecords(records -> Secrets.assertNotIn(records, "m1staken"));

    @Test
    void theApplicationDoesNotStart() {
        fail("it started");
    }
}
