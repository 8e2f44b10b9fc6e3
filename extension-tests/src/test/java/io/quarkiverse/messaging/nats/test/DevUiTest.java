package io.quarkiverse.messaging.nats.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.messaging.nats.runtime.devui.NatsDevUi;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;

/** What the pages of the Dev UI ask for, and what the server has of it then. */
class DevUiTest {

    static final NatsServer SERVER = NatsServer.of(DevUiTest.class);
    static final Duration SOON = Duration.ofSeconds(15);

    @RegisterExtension
    static final QuarkusUnitTest APP = TestApp
            .on(SERVER, probe -> probe.createStream("seen", "seen.>"), Receiver.class, Received.class, DevBean.class)
            .overrideRuntimeConfigKey("quarkus.messaging.nats.servers",
                    SERVER.url().replace("://", "://someone:secret-word@"))
            .overrideRuntimeConfigKey("mp.messaging.incoming.seen.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.seen.subject", "seen.>")
            .overrideRuntimeConfigKey("mp.messaging.incoming.seen.durable", "app")
            .overrideRuntimeConfigKey("mp.messaging.incoming.seen.sequence-store", "memory");

    @Inject
    NatsDevUi page;
    @Inject
    Received received;

    @Test
    void showsAndDoesWhatThePagesOffer() {
        try (NatsProbe probe = new NatsProbe(SERVER)) {
            assertThat(publish("seen.a", "one")).containsEntry("stream", "seen").containsEntry("sequence", 1L);
            await().atMost(SOON).until(() -> probe.isDrained("seen", "app") && received.all().contains("one"));
            assertThat(page.streamCount()).isEqualTo("1");
            assertThat(page.consumerCount()).isEqualTo("1");
            assertThat(page.channelCount()).isEqualTo("1");
            assertThat(page.messages("<default>", "seen", "").toString()).contains("payload=one", "Trace=t-1", "seen.a");
            assertThat(page.channels().toString()).contains("kind=memory", "ackFloor=1");
            assertThat(page.streams().toString()).contains("127.0.0.1").doesNotContain("secret-word");

            assertThat(page.pause("seen")).containsEntry("paused", true);
            publish("seen.a", "held");
            await().atMost(SOON).until(() -> probe.consumer("seen", "app").getNumAckPending() == 1);
            assertThat(page.consumers().toString()).contains("inFlight=1");
            await().during(Duration.ofMillis(500)).atMost(SOON).until(() -> !received.all().contains("held"));
            assertThat(page.resume("seen")).containsEntry("paused", false);
            await().atMost(SOON).until(() -> received.all().contains("held") && probe.isDrained("seen", "app"));

            assertThat(page.purge("<default>", "seen")).containsEntry("purged", 2L);
            assertThat(probe.messages("seen")).isZero();
            assertThat(page.messages("<default>", "seen", "")).containsEntry("messages", List.of());
        }
    }

    @Test
    void saysInWordsWhatIsWrong() {
        assertThat(page.pause("nope")).containsEntry("error", "There is no incoming channel `nope`");
        assertThat(page.messages("<default>", "seen", "abc").get("error").toString()).contains("`abc` is no sequence");
        assertThat(page.purge("<default>", "nope").get("error").toString()).contains("stream not found");
        assertThat(page.publish("<default>", "seen.a", "no colon", "x").get("error").toString()).contains("no colon");
        assertThat(publish("nobody.listens", "x")).containsEntry("error", "No stream takes the subject `nobody.listens`");
        assertThat(page.purge("nope", "seen")).containsEntry("error", "There is no connection `nope`");
    }

    private Map<String, Object> publish(String subject, String payload) {
        return page.publish("<default>", subject, "Trace: t-1", payload);
    }

    /** In development mode the Dev UI makes it a bean. */
    @ApplicationScoped
    public static class DevBean extends NatsDevUi {
    }

    @ApplicationScoped
    public static class Receiver {

        @Inject
        Received received;

        @Incoming("seen")
        void seen(String payload) {
            received.add(payload);
        }
    }
}
