package io.quarkiverse.messaging.nats.jdbc.test;

import java.util.List;

import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;

/** The store {@code jdbc} keeps the contract, on H2, which is there for tests of applications. */
class H2ContractTest extends JdbcStoreContract {

    @RegisterExtension
    static final QuarkusUnitTest APP = JdbcApp.on(NatsServer.of(H2ContractTest.class),
            "jdbc:h2:mem:contract;DB_CLOSE_DELAY=-1", List.of("by-hand"), probe -> {
            }, ByHand.class, JdbcStoreContract.class);
}
