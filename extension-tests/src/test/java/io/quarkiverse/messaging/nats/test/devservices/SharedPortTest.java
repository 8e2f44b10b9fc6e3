package io.quarkiverse.messaging.nats.test.devservices;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusDevModeTest;

/** Development mode uses the server that another application's dev services brought up at the configured port. */
@EnabledIfSystemProperty(named = "test.long", matches = "true")
class SharedPortTest {

    static final NatsServer OTHER = NatsServer.of(SharedPortTest.class);

    @RegisterExtension
    static final QuarkusDevModeTest APP = new QuarkusDevModeTest()
            .withApplicationRoot((JavaArchive jar) -> jar.addClasses(DevApp.class, DevApp.Routes.class)
                    .addAsResource(new StringAsset(
                            DevApp.CONFIGURATION + "quarkus.messaging.nats.devservices.port=" + OTHER.port() + "\n"
                                    + HttpPort.KEY),
                            "application.properties"));

    @AfterAll
    static void stop() {
        OTHER.close();
    }

    @Test
    void theOtherServerHoldsWhatIsSent() throws Exception {
        assertThat(text("/server")).isEqualTo("nats://localhost:" + OTHER.port());
        assertThat(text("/send/a")).isEqualTo("stored");
        try (NatsProbe probe = new NatsProbe(OTHER)) {
            assertThat(probe.messages("letters")).isEqualTo(1);
        }
    }

    private static String text(String path) {
        return given().port(HttpPort.NUMBER).get(path).then().statusCode(200).extract().asString();
    }
}
