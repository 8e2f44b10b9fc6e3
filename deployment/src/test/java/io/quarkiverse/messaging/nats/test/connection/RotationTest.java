package io.quarkiverse.messaging.nats.test.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.messaging.nats.NatsCredentials;
import io.quarkiverse.messaging.nats.spi.NatsCredentialsSupplier;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.reactive.messaging.health.HealthReport;
import io.smallrye.reactive.messaging.providers.extension.HealthCenter;

/**
 * The server gets another password while the application runs, and the application some seconds later: jnats gives up
 * after two refusals, the connection is built anew, and nothing is lost.
 */
class RotationTest {

    static final NatsServer SERVER = NatsServer.of(RotationTest.class, "--config", configured("first"));

    @RegisterExtension
    static final QuarkusUnitTest APP = PingPong.on(SERVER, Supplier.class)
            .overrideRuntimeConfigKey("mp.messaging.incoming.ping.durable", "app")
            .overrideRuntimeConfigKey("quarkus.messaging.nats.reconnect-wait", "100ms")
            .overrideRuntimeConfigKey("quarkus.messaging.nats.reconnect-jitter", "10ms");

    static String configured(String password) {
        return Once.file(RotationTest.class, "server.conf",
                "authorization { user: shop, password: " + password + " }");
    }

    @Inject
    PingPong pingPong;
    @Inject
    Supplier supplier;
    @Inject
    HealthCenter health;

    @Test
    void theNewPasswordIsTakenWithoutARestart() {
        pingPong.sendAndReceive("before");
        configured("second");
        SERVER.reload();
        await().atMost(PingPong.SOON).until(() -> reasons().contains("refused the credentials"));
        CompletableFuture<Void> meanwhile = pingPong.send("meanwhile");
        await().during(Duration.ofSeconds(3)).atMost(PingPong.SOON).until(() -> !meanwhile.isDone());
        supplier.password().set("second");
        assertThat(meanwhile).succeedsWithin(Duration.ofSeconds(40));
        await().atMost(PingPong.SOON).until(() -> pingPong.received().contains("meanwhile"));
        await().atMost(PingPong.SOON).until(() -> health.getReadiness().isOk());
        pingPong.sendAndReceive("after");
    }

    private String reasons() {
        return health.getReadiness().getChannels().stream().map(HealthReport.ChannelInfo::getMessage).toList().toString();
    }

    @ApplicationScoped
    public static class Supplier implements NatsCredentialsSupplier {

        private final AtomicReference<String> password = new AtomicReference<>("first");

        AtomicReference<String> password() {
            return password;
        }

        @Override
        public NatsCredentials credentials(String connection) {
            return NatsCredentials.password("shop", password.get());
        }
    }
}
