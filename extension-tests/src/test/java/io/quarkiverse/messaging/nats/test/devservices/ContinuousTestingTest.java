package io.quarkiverse.messaging.nats.test.devservices;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.nats.client.Options;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkus.test.ContinuousTestingTestUtils;
import io.quarkus.test.QuarkusDevModeTest;

/** Continuous testing has a server of its own beside the one of development mode. */
class ContinuousTestingTest {

    @RegisterExtension
    static final QuarkusDevModeTest APP = new QuarkusDevModeTest()
            .setArchiveProducer(() -> ShrinkWrap.create(JavaArchive.class).addClasses(DevApp.class, DevApp.Routes.class)
                    .add(new StringAsset(ContinuousTestingTestUtils.appProperties(
                            (DevApp.CONFIGURATION + HttpPort.KEY + "quarkus.http.test-port=0").split("\n"))),
                            "application.properties"))
            .setTestArchiveProducer(() -> ShrinkWrap.create(JavaArchive.class).addClass(DevAppET.class));

    @Test
    void theTestsLeaveTheDevelopmentServerAlone() throws Exception {
        var status = new ContinuousTestingTestUtils().waitForNextCompletion();
        assertThat(status.getTestsFailed()).isZero();
        assertThat(status.getTestsPassed()).isEqualTo(1);
        String server = given().port(HttpPort.NUMBER).get("/server").asString();
        try (NatsProbe probe = new NatsProbe(Options.builder().server(server))) {
            assertThat(probe.messages("letters")).as("the test sent its letter elsewhere").isZero();
        }
    }
}
