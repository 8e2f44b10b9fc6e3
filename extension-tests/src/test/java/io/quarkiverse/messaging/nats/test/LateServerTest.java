package io.quarkiverse.messaging.nats.test;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import java.time.Duration;

import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;

/** The application starts without a server, says so, and works when one appears. */
class LateServerTest {

    static final NatsServer SERVER = NatsServer.notYet(LateServerTest.class);
    static final String CHANNEL = "checks.find { it.name.contains('readiness') }.data.";

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot((JavaArchive jar) -> jar.addClasses(Receiver.class, Received.class))
            .overrideRuntimeConfigKey("quarkus.http.test-port", "0")
            .overrideConfigKey("quarkus.messaging.nats.servers", SERVER.url())
            .overrideRuntimeConfigKey("quarkus.messaging.nats.connect-timeout", "700ms")
            .overrideRuntimeConfigKey("quarkus.messaging.nats.reconnect-wait", "100ms")
            .overrideRuntimeConfigKey("quarkus.messaging.nats.reconnect-jitter", "50ms")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.orders-out.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.orders-out.subject", "orders")
            .overrideRuntimeConfigKey("mp.messaging.incoming.orders.connector", "nats")
            .setLogRecordPredicate(record -> record.getLoggerName().startsWith("io.quarkiverse.messaging.nats"))
            .assertLogRecords(records -> assertThat(records.stream()
                    .filter(record -> record.getMessage().contains("no server at")).toList()).as("said once").hasSize(1))
            .setAfterAllCustomizer(SERVER::close);

    @Inject
    @Channel("orders-out")
    Emitter<String> emitter;
    @Inject
    Received received;

    @Test
    void itWaitsForOne() {
        get("/q/health/live").then().statusCode(200);
        get("/q/health/started").then().statusCode(503);
        get("/q/health/ready").then().statusCode(503)
                .body(CHANNEL + "orders", containsString("[KO]")).body(CHANNEL + "orders", containsString(SERVER.url()))
                .body(CHANNEL + "'orders-out'", containsString("[KO]"));
        var sent = emitter.send("waits here").toCompletableFuture();

        SERVER.restart();

        assertThat(sent).succeedsWithin(Duration.ofSeconds(20));
        await().atMost(Duration.ofSeconds(20)).until(() -> received.all().contains("waits here"));
        get("/q/health/started").then().statusCode(200);
        get("/q/health/ready").then().statusCode(200)
                .body(CHANNEL + "orders", equalTo("[OK]")).body(CHANNEL + "'orders-out'", equalTo("[OK]"));
        try (NatsProbe probe = new NatsProbe(SERVER)) {
            assertThat(probe.messages("orders")).isEqualTo(1);
        }
    }
}
