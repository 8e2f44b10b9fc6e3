package io.quarkiverse.messaging.nats.test.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;

/** A server that refuses the credentials fails the start in words, without a secret in any of them. */
class WrongPasswordTest {

    static final NatsServer SERVER = NatsServer.of(WrongPasswordTest.class, "--user", "shop", "--pass", "s3cret");

    @RegisterExtension
    static final QuarkusUnitTest APP = PingPong.on(SERVER)
            .overrideRuntimeConfigKey("quarkus.messaging.nats.username", "shop")
            .overrideRuntimeConfigKey("quarkus.messaging.nats.password", "m1staken")
            .overrideRuntimeConfigKey("quarkus.log.category.\"io.quarkiverse.messaging.nats\".level", "DEBUG")
            .assertException(failure -> {
                assertThat(failure).hasMessageContaining("The configuration of the `nats` channels has 1 mistake(s)")
                        .hasMessageContaining("Connection `<default>`: the server at " + SERVER.url()
                                + " refused the credentials (")
                        .hasMessageContaining("check username and password, token, nkey-seed or credentials of"
                                + " quarkus.messaging.nats");
                Secrets.assertNotIn(failure, "m1staken");
            })
            .setLogRecordPredicate(record -> true)
            .assertLogRecords(records -> {
                assertThat(records).anyMatch(record -> record.getMessage().contains("refused the credentials"));
                Secrets.assertNotIn(records, "m1staken");
            });

    @Test
    void theApplicationDoesNotStart() {
        fail("it started");
    }
}
