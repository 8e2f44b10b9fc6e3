package io.quarkiverse.messaging.nats.test.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.nats.client.Options;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;

/** Two accounts of one server, a connection for each: the same subject and the same stream name are two different streams. */
class AccountsTest {

    static final NatsServer SERVER = NatsServer.of(AccountsTest.class, "--config",
            Once.file(AccountsTest.class, "server.conf", """
                    accounts {
                      SHOP: { jetstream: enabled, users: [ { user: shop, password: shop } ] }
                      BANK: { jetstream: enabled, users: [ { user: bank, password: bank } ] }
                    }
                    """));

    @RegisterExtension
    static final QuarkusUnitTest APP = PingPong.on(SERVER, Other.class)
            .overrideRuntimeConfigKey("quarkus.messaging.nats.username", "shop")
            .overrideRuntimeConfigKey("quarkus.messaging.nats.password", "shop")
            .overrideConfigKey("quarkus.messaging.nats.connections.bank.servers", SERVER.url())
            .overrideRuntimeConfigKey("quarkus.messaging.nats.connections.bank.username", "bank")
            .overrideRuntimeConfigKey("quarkus.messaging.nats.connections.bank.password", "bank")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.other-out.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.other-out.subject", "ping")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.other-out.connection", "bank")
            .overrideRuntimeConfigKey("mp.messaging.incoming.other.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.other.subject", "ping")
            .overrideRuntimeConfigKey("mp.messaging.incoming.other.connection", "bank");

    @Inject
    PingPong pingPong;
    @Inject
    Other other;

    @Test
    void eachHasAStreamOfItsOwn() {
        pingPong.sendAndReceive("to the shop");
        other.sendAndReceive("to the bank");
        assertThat(pingPong.received()).containsExactly("to the shop");
        assertThat(other.received()).containsExactly("to the bank");
        for (String account : List.of("shop", "bank")) {
            try (NatsProbe probe = new NatsProbe(Options.builder().server(SERVER.url()).userInfo(account, account))) {
                assertThat(probe.messages("ping")).isEqualTo(1);
                assertThat(new String(probe.message("ping", 1).getData())).isEqualTo("to the " + account);
            }
        }
    }
}
