package io.quarkiverse.messaging.nats.test.devservices;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;

/** A test that configures no server has one. */
class TestModeTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot((JavaArchive jar) -> jar.addClasses(DevApp.class, DevApp.Routes.class))
            .overrideConfigKey("mp.messaging.outgoing.out.connector", "nats")
            .overrideConfigKey("mp.messaging.outgoing.out.subject", "letters")
            .overrideConfigKey("mp.messaging.incoming.in.connector", "nats")
            .overrideConfigKey("mp.messaging.incoming.in.subject", "letters")
            .overrideConfigKey("mp.messaging.incoming.in.start-position", "all")
            .overrideRuntimeConfigKey("quarkus.http.test-port", "0");

    @Test
    void itSendsAndReceives() {
        assertThat(get("/server").asString()).startsWith("nats://localhost:").isNotEqualTo("nats://localhost:4222");
        assertThat(get("/send/a").asString()).isEqualTo("stored");
        await().until(() -> get("/received").asString().equals("a"));
    }
}
