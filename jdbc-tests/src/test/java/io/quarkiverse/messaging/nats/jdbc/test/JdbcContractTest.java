package io.quarkiverse.messaging.nats.jdbc.test;

import java.util.List;

import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkiverse.messaging.nats.testing.PostgresServer;
import io.quarkus.test.QuarkusUnitTest;

/** The store {@code jdbc} keeps the contract, on PostgreSQL. */
class JdbcContractTest extends JdbcStoreContract {

    @RegisterExtension
    static final QuarkusUnitTest APP = JdbcApp.on(NatsServer.of(JdbcContractTest.class),
            PostgresServer.urlOf(JdbcContractTest.class), List.of("by-hand"), probe -> {
            }, ByHand.class, JdbcStoreContract.class);
}
