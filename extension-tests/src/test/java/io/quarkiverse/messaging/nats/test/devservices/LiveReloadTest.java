package io.quarkiverse.messaging.nats.test.devservices;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;

import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.nats.client.Options;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkus.test.QuarkusDevModeTest;

/**
 * A live reload keeps the server and its data, unless a setting of the server itself changed. In the default run
 * {@code DevModeIT} shows the first half.
 */
@EnabledIfSystemProperty(named = "test.long", matches = "true")
class LiveReloadTest {

    @RegisterExtension
    static final QuarkusDevModeTest APP = new QuarkusDevModeTest()
            .withApplicationRoot((JavaArchive jar) -> jar.addClasses(DevApp.class, DevApp.Routes.class)
                    .addAsResource(new StringAsset(DevApp.CONFIGURATION + HttpPort.KEY), "application.properties"));

    @Test
    void aChangedChannelFindsItsServerAndData() throws Exception {
        String server = text("/server");
        assertThat(text("/send/a")).isEqualTo("stored");
        await().until(() -> text("/received").equals("a"));

        APP.modifyResourceFile("application.properties", old -> old.replace("in.start-position=all", "in.start-position=last"));
        assertThat(text("/server")).isEqualTo(server);
        await().until(() -> text("/received").equals("a"));
        try (NatsProbe probe = new NatsProbe(Options.builder().server(server))) {
            assertThat(probe.messages("letters")).as("stored before the reload").isEqualTo(1);
        }

        APP.modifyResourceFile("application.properties",
                old -> old + "quarkus.messaging.nats.devservices.streams.\"LETTERS\"=letters\n");
        String other = text("/server");
        assertThat(other).isNotEqualTo(server);
        assertThat(text("/send/b")).isEqualTo("stored");
        try (NatsProbe probe = new NatsProbe(Options.builder().server(other))) {
            assertThat(probe.management().getStreamNames()).isEqualTo(List.of("LETTERS"));
            assertThat(probe.messages("LETTERS")).isEqualTo(1);
        }
    }

    private static String text(String path) {
        return given().port(HttpPort.NUMBER).get(path).then().statusCode(200).extract().asString();
    }
}
