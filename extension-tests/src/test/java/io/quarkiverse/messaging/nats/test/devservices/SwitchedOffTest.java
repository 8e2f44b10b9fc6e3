package io.quarkiverse.messaging.nats.test.devservices;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;

import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;

/** Nobody gets a server who does not want one. */
class SwitchedOffTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot((JavaArchive jar) -> jar.addClasses(DevApp.class, DevApp.Routes.class))
            .overrideConfigKey("mp.messaging.outgoing.out.connector", "nats")
            .overrideConfigKey("mp.messaging.outgoing.out.subject", "letters")
            .overrideConfigKey("mp.messaging.incoming.in.connector", "nats")
            .overrideConfigKey("mp.messaging.incoming.in.subject", "letters")
            .overrideConfigKey("mp.messaging.incoming.in.start-position", "all")
            .overrideConfigKey("quarkus.messaging.nats.devservices.enabled", "false")
            .overrideRuntimeConfigKey("quarkus.messaging.nats.connect-timeout", "200ms")
            .overrideRuntimeConfigKey("quarkus.http.test-port", "0");

    @Test
    void itIsLeftWithTheDefaultAddress() {
        assertThat(get("/server").asString()).isEqualTo("nats://localhost:4222");
    }
}
