package io.quarkiverse.messaging.nats.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.OS;

import io.nats.client.Options;
import io.quarkiverse.messaging.nats.testing.DevMode;
import io.quarkiverse.messaging.nats.testing.NatsProbe;

/** Development mode, started as the README says: what it keeps, and what it leaves behind. */
@DisabledOnOs(OS.WINDOWS)
class DevModeIT {

    /** The second start finds everything compiled. */
    static DevMode application;

    @BeforeAll
    static void copy() {
        application = new DevMode(Path.of("target", "dev-mode.log"));
    }

    @AfterAll
    static void end() {
        application.close();
    }

    @Test
    void theReadmeSaysTheCommandThatIsTestedHere() {
        assertThat(Path.of("README.md")).content().contains(DevMode.COMMAND);
    }

    @Test
    void aReloadWithAChangedChannelKeepsTheServerAndItsDataAndAKillLeavesNothing() {
        application.start();
        application.order(3, 3);
        ProcessHandle server = application.server();
        try (NatsProbe probe = new NatsProbe(Options.builder().server(application.serverUrl()))) {
            assertThat(probe.consumer("ORDERS", "packers")).isNull();

            application.reload(text -> text.replace("durable=warehouse", "durable=packers"));
            assertThat(application.server()).isEqualTo(server);
            assertThat(probe.messages("ORDERS")).as("placed, priced and packed before").isEqualTo(9);

            application.order(2, 5);
            await().until(() -> probe.isDrained("ORDERS", "packers"));
            assertThat(probe.consumer("ORDERS", "packers").getDelivered().getConsumerSequence()).isEqualTo(2);
        }
        assertThat(application.kill()).as("until no process and no directory is left").isLessThan(Duration.ofSeconds(5));
    }

    /** It compiles and starts once more, most of a minute. */
    @Test
    @EnabledIfSystemProperty(named = "test.long", matches = "true")
    void aStoppedOneLeavesNothing() {
        application.start();
        application.order(1, 1);
        assertThat(application.stop()).isLessThan(Duration.ofSeconds(10));
    }
}
