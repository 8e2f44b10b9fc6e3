package io.quarkiverse.messaging.nats.test.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.LogRecord;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.nats.client.Options;
import io.quarkiverse.messaging.nats.NatsCredentials;
import io.quarkiverse.messaging.nats.spi.NatsCredentialsSupplier;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.reactive.messaging.health.HealthReport.ChannelInfo;
import io.smallrye.reactive.messaging.providers.extension.HealthCenter;

/**
 * The password changes on the server first and in the vault seconds later: jnats gives up meanwhile, the connector does
 * not, and nothing is lost.
 */
class RotationTest {

    static final NatsServer SERVER = NatsServer.of(RotationTest.class, "--config", config("f1rst"), "--http_port", "-1");

    @RegisterExtension
    static final QuarkusUnitTest APP = PingPong.on(SERVER, Vault.class, Connz.class)
            .overrideRuntimeConfigKey("quarkus.messaging.nats.connection-name", "shop")
            .overrideRuntimeConfigKey("quarkus.messaging.nats.connect-timeout", "1s")
            .overrideRuntimeConfigKey("quarkus.messaging.nats.reconnect-wait", "100ms")
            .overrideRuntimeConfigKey("quarkus.messaging.nats.reconnect-jitter", "50ms")
            .overrideRuntimeConfigKey("mp.messaging.incoming.ping.durable", "rotation")
            .setLogRecordPredicate(record -> true)
            .assertLogRecords(records -> {
                Secrets.assertNotIn(records, "f1rst");
                Secrets.assertNotIn(records, "s3cond");
                assertThat(records).extracting(LogRecord::getMessage).filteredOn(m -> m.contains("closed it unasked"))
                        .hasSize(1);
                assertThat(records).extracting(LogRecord::getMessage).filteredOn(m -> m.contains("refused the credentials"))
                        .as("said once").hasSize(1);
            });

    static String config(String password) {
        return Once.file(RotationTest.class, "server.conf", """
                authorization {
                  users = [ { user: shop, password: %s }, { user: probe, password: probe } ]
                }
                """.formatted(password));
    }

    @Inject
    PingPong pingPong;
    @Inject
    Vault vault;
    @Inject
    HealthCenter health;

    @Test
    void theConnectionIsBuiltAnewFromFreshCredentials() {
        pingPong.sendAndReceive("before");
        int askedBefore = vault.asked.get();

        config("s3cond");
        SERVER.reload();
        await().atMost(PingPong.SOON).until(() -> notReady() != null);
        CompletableFuture<Void> sent = pingPong.send("sent meanwhile");
        try (NatsProbe probe = new NatsProbe(Options.builder().server(SERVER.url()).userInfo("probe", "probe"))) {
            probe.publish("ping", "published meanwhile");
            // jnats has closed, and the connection was tried again with the vault's old password more than once.
            await().atMost(PingPong.SOON).until(() -> vault.asked.get() >= askedBefore + 2);
            await().atMost(PingPong.SOON).until(() -> String.valueOf(notReady()).contains("refused the credentials ("));
            assertThat(sent).isNotDone();

            vault.password = "s3cond";
            assertThat(sent).succeedsWithin(PingPong.SOON);
            await().atMost(PingPong.SOON).until(() -> pingPong.received().contains("sent meanwhile"));
            pingPong.sendAndReceive("after");
            assertThat(pingPong.received()).containsExactly("before", "published meanwhile", "sent meanwhile", "after");
            assertThat(notReady()).isNull();
            await().atMost(PingPong.SOON).until(() -> probe.isDrained("ping", "rotation"));
        }
        assertThat(Connz.of(SERVER)).filteredOn(connection -> "shop".equals(connection.getString("name"))).hasSize(1);
    }

    /** @return why a channel is not ready, or {@code null} */
    private String notReady() {
        return health.getReadiness().getChannels().stream().filter(channel -> !channel.isOk())
                .map(ChannelInfo::getMessage).findFirst().orElse(null);
    }

    @Singleton
    public static class Vault implements NatsCredentialsSupplier {

        volatile String password = "f1rst";
        final AtomicInteger asked = new AtomicInteger();

        @Override
        public NatsCredentials credentials(String connection) {
            asked.incrementAndGet();
            return NatsCredentials.password("shop", password);
        }
    }
}
