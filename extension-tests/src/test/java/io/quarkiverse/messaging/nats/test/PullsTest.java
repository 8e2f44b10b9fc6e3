package io.quarkiverse.messaging.nats.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.nats.client.Dispatcher;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.reactive.messaging.ChannelRegistry;

/** How often a channel asks the server, as the server sees it: for many messages at once, however slow their method is. */
class PullsTest {

    static final int MESSAGES = 3_000;
    static final NatsServer SERVER = NatsServer.of(PullsTest.class);

    @RegisterExtension
    static final QuarkusUnitTest APP = app();

    private static QuarkusUnitTest app() {
        List<String> channels = List.of("plain", "confirmed", "owned", "gathered");
        QuarkusUnitTest app = TestApp.on(SERVER, probe -> channels.forEach(channel -> {
            probe.createStream(channel, channel);
            probe.publishAll(channel, 1, MESSAGES, number -> "number " + number);
        }), Receiver.class);
        for (String channel : channels) {
            String prefix = "mp.messaging.incoming." + channel + ".";
            app.overrideRuntimeConfigKey(prefix + "connector", "nats")
                    .overrideRuntimeConfigKey(prefix + "start-position", "all")
                    .overrideRuntimeConfigKey(prefix + "durable", "app")
                    .overrideRuntimeConfigKey(prefix + "pausable", "true")
                    .overrideRuntimeConfigKey(prefix + "pausable.initially-paused", "true");
            if (!channel.equals("owned")) {
                app.overrideRuntimeConfigKey(prefix + "queue-group", "members");
            }
        }
        return app.overrideRuntimeConfigKey("mp.messaging.incoming.confirmed.ack-confirm", "true")
                .overrideRuntimeConfigKey("mp.messaging.incoming.gathered.batch", "true")
                .overrideRuntimeConfigKey("mp.messaging.incoming.gathered.batch-max-size", "100")
                .overrideRuntimeConfigKey("mp.messaging.incoming.gathered.batch-max-wait", "30s")
                .overrideRuntimeConfigKey("mp.messaging.incoming.gathered.max-in-flight", "100");
    }

    @Inject
    ChannelRegistry registry;
    @Inject
    Receiver receiver;

    /** A member of a group whose method runs on a worker thread, one whose acks are confirmed, an owner. */
    @ParameterizedTest
    @ValueSource(strings = { "plain", "confirmed", "owned" })
    void asksForManyAtOnce(String channel) {
        AtomicInteger pulls = new AtomicInteger();
        try (NatsProbe probe = new NatsProbe(SERVER)) {
            Dispatcher listener = probe.connection().createDispatcher();
            listener.subscribe("$JS.API.CONSUMER.MSG.NEXT." + channel + ".*", pull -> pulls.incrementAndGet());
            registry.getPausable(channel).resume();
            String consumer = channel.equals("owned") ? "app" : "app__members";
            await().atMost(Duration.ofSeconds(60)).until(() -> probe.isDrained(channel, consumer));
            // How many are pulled at once follows from the rate; it was nearly a pull for each message.
            assertThat(pulls.get()).isBetween(1, MESSAGES / 3);
        }
    }

    /** All that may be in flight is one batch: what is missing in it is asked for, or it would wait for its time. */
    @Test
    void aBatchIsFilled() {
        registry.getPausable("gathered").resume();
        await().atMost(Duration.ofSeconds(28)).untilAsserted(() -> assertThat(receiver.gathered()).isEqualTo(MESSAGES));
    }

    @ApplicationScoped
    public static class Receiver {

        private final AtomicInteger gathered = new AtomicInteger();

        int gathered() {
            return gathered.get();
        }

        @Incoming("plain")
        void plain(String payload) {
        }

        @Incoming("confirmed")
        @NonBlocking
        void confirmed(String payload) {
        }

        @Incoming("owned")
        void owned(String payload) {
        }

        @Incoming("gathered")
        void gather(List<String> payloads) {
            gathered.addAndGet(payloads.size());
        }
    }
}
