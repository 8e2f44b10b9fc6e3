package io.quarkiverse.messaging.nats.test.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;

/** A {@code credentials-file} that is not there fails the start in words. */
class NoCredentialsFileTest {

    static final NatsServer SERVER = NatsServer.of(NoCredentialsFileTest.class);

    @RegisterExtension
    static final QuarkusUnitTest APP = PingPong.on(SERVER)
            .overrideRuntimeConfigKey("quarkus.messaging.nats.credentials-file", "/nowhere/user.creds")
            .assertException(failure -> {
                assertThat(failure).hasMessageContaining(
                        "Connection `<default>`: `credentials-file` is `/nowhere/user.creds`, which can't be read");
                Secrets.assertNotIn(failure, "m1staken");
            })
            .setLogRecordPredicate(record -> true)
            .assertLogRecords(records -> Secrets.assertNotIn(records, "m1staken"));

    @Test
    void theApplicationDoesNotStart() {
        fail("it started");
    }
}
