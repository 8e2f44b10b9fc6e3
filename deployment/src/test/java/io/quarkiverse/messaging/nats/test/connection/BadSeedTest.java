package io.quarkiverse.messaging.nats.test.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;

/** An {@code nkey-seed} that is none fails the start in words, and is not shown. */
class BadSeedTest {

    static final NatsServer SERVER = NatsServer.of(BadSeedTest.class, "--auth", "t0ken");

    @RegisterExtension
    static final QuarkusUnitTest APP = PingPong.on(SERVER)
            .overrideRuntimeConfigKey("quarkus.messaging.nats.nkey-seed", "SUm1staken")
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
