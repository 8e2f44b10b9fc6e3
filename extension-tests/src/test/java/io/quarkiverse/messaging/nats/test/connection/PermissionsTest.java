package io.quarkiverse.messaging.nats.test.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.nats.client.Options;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.health.HealthReport.ChannelInfo;
import io.smallrye.reactive.messaging.providers.extension.HealthCenter;

/**
 * What the user may not: the channel concerned is down and says which subject, the others live; permissions that are taken
 * away while the application runs and given back.
 */
@Timeout(120)
class PermissionsTest {

    static final Duration SOON = Duration.ofSeconds(20);
    static final int BURST = 20;
    static final String FORBIDDEN = "\"forbidden\"";
    static final String CLOSED = "\"$JS.API.CONSUMER.CREATE.closed.>\"";
    static final String MUTE = "\"$JS.API.CONSUMER.MSG.NEXT.mute.>\"";
    static final NatsServer SERVER = NatsServer.of(PermissionsTest.class, "--config", config(FORBIDDEN, CLOSED, MUTE));

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(Gates.class, Once.class))
            .overrideRuntimeConfigKey("quarkus.http.test-port", "0")
            .overrideConfigKey("quarkus.messaging.nats.servers", SERVER.url())
            .overrideRuntimeConfigKey("quarkus.messaging.nats.username", "shop")
            .overrideRuntimeConfigKey("quarkus.messaging.nats.password", "shop")
            .overrideRuntimeConfigKey("quarkus.messaging.nats.connect-timeout", "1s")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.open.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.forbidden.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.open-in.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.open-in.subject", "open")
            .overrideRuntimeConfigKey("mp.messaging.incoming.open-in.durable", "shop")
            .overrideRuntimeConfigKey("mp.messaging.incoming.open-in.ack-wait", "1s")
            .overrideRuntimeConfigKey("mp.messaging.incoming.closed.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.closed.durable", "shop")
            .overrideRuntimeConfigKey("mp.messaging.incoming.closed.start-position", "all")
            .overrideRuntimeConfigKey("mp.messaging.incoming.mute.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.mute.durable", "shop")
            .setBeforeAllCustomizer(() -> {
                try (NatsProbe probe = probe()) {
                    List.of("open", "forbidden", "closed", "mute").forEach(name -> probe.createStream(name, name));
                }
            })
            .setAfterAllCustomizer(SERVER::close);

    /** The shop may do what it needs, except this. */
    static String config(String... denied) {
        return Once.file(PermissionsTest.class, "server.conf", """
                authorization {
                  users = [
                    { user: shop, password: shop, permissions: {
                      publish: { allow: [ "$JS.API.>", "$JS.ACK.>", "open", "forbidden" ], deny: [ %s ] }
                      subscribe: "_INBOX.>"
                    } }
                    { user: probe, password: probe }
                  ]
                }
                """.formatted(denied.length == 0 ? "\"nobody.asks\"" : String.join(", ", denied)));
    }

    static void permit(String... denied) {
        config(denied);
        SERVER.reload();
    }

    static NatsProbe probe() {
        return new NatsProbe(Options.builder().server(SERVER.url()).userInfo("probe", "probe"));
    }

    @Inject
    Gates gates;
    @Inject
    HealthCenter health;

    /** @return why a channel is not ready, or {@code null} */
    private String notReady(String channel) {
        return health.getReadiness().getChannels().stream().filter(one -> one.getChannel().equals(channel) && !one.isOk())
                .map(ChannelInfo::getMessage).findFirst().orElse(null);
    }

    private void says(String channel, String what) {
        await().atMost(SOON).until(() -> String.valueOf(notReady(channel)).contains(what));
    }

    private void heals(String channel) {
        await().atMost(SOON).until(() -> notReady(channel) == null);
    }

    private static boolean isStored(CompletableFuture<Void> sent) {
        return sent.handle((done, failure) -> {
            if (failure != null) {
                assertThat(failure).hasMessageContaining("does not permit the user to publish to `open`");
            }
            return failure == null;
        }).join();
    }

    /** Several are on their way when the permission ends. @return how many are stored */
    private int burst() {
        List<CompletableFuture<Void>> sent = IntStream.range(0, BURST).mapToObj(i -> gates.send("burst")).toList();
        return (int) sent.stream().filter(PermissionsTest::isStored).count();
    }

    @Test
    void theChannelConcernedSaysSoAndTheOthersLive() {
        try (NatsProbe probe = probe()) {
            says("closed", "does not permit the user to publish to `$JS.API.CONSUMER.CREATE.closed.");
            says("mute", "does not permit the user to publish to `$JS.API.CONSUMER.MSG.NEXT.mute.shop`");
            assertThat(notReady("open")).isNull();
            assertThat(notReady("open-in")).isNull();
            assertThatThrownBy(() -> gates.sendForbidden("nowhere"))
                    .hasMessageContaining("does not permit the user to publish to `forbidden`");
            assertThat(notReady("forbidden")).contains("does not permit the user to publish to `forbidden`");
            assertThat(gates.send("first")).succeedsWithin(SOON);
            await().atMost(SOON).until(() -> gates.open().contains("first"));
            probe.publish("closed", "waits");
            probe.publish("mute", "waits");

            AtomicInteger stored = new AtomicInteger(1);
            permit("\"open\"", "\"$JS.ACK.open.>\"");
            // What was not permitted at the start is by now.
            await().pollInterval(Duration.ofMillis(1)).atMost(SOON).until(() -> {
                int confirmed = burst();
                stored.addAndGet(confirmed);
                return confirmed < BURST;
            });
            says("open", "does not permit the user to publish to `open`");
            probe.publish("open", "not to be acked");
            stored.incrementAndGet();
            says("open-in", "by which messages are acknowledged");

            gates.sendForbidden("somewhere");
            assertThat(notReady("forbidden")).as("up with the first that is stored").isNull();
            permit();
            await().atMost(SOON).until(() -> isStored(gates.send("until it is permitted")));
            stored.incrementAndGet();
            assertThat(notReady("open")).isNull();
            assertThat(probe.messages("open")).as("nacked is not stored").isEqualTo(stored.get());
            await().atMost(SOON).until(() -> probe.isDrained("open", "shop"));
            heals("open-in");
            await().atMost(SOON).until(() -> gates.others().containsAll(List.of("closed waits", "mute waits")));
            heals("closed");
            heals("mute");
            assertThat(probe.messages("forbidden")).isEqualTo(1);
        }
    }

    @ApplicationScoped
    public static class Gates {

        @Inject
        @Channel("open")
        MutinyEmitter<String> open;
        @Inject
        @Channel("forbidden")
        MutinyEmitter<String> forbidden;

        private final List<String> received = new CopyOnWriteArrayList<>();
        private final List<String> others = new CopyOnWriteArrayList<>();

        CompletableFuture<Void> send(String text) {
            return open.send(text).subscribeAsCompletionStage();
        }

        void sendForbidden(String text) {
            forbidden.sendAndAwait(text);
        }

        List<String> others() {
            return others;
        }

        List<String> open() {
            return received;
        }

        @Incoming("open-in")
        void open(String text) {
            received.add(text);
        }

        @Incoming("closed")
        void closed(String text) {
            others.add("closed " + text);
        }

        @Incoming("mute")
        void mute(String text) {
            others.add("mute " + text);
        }
    }
}
