package io.quarkiverse.messaging.nats.runtime.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.UncheckedIOException;
import java.time.Duration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.StreamInfo;
import io.quarkiverse.messaging.nats.runtime.config.TestConfig;
import io.quarkiverse.messaging.nats.runtime.connection.LiveConnection;
import io.quarkiverse.messaging.nats.runtime.connection.TestConnection;
import io.quarkiverse.messaging.nats.runtime.i18n.NotYetException;
import io.quarkiverse.messaging.nats.runtime.i18n.RefusalException;
import io.quarkiverse.messaging.nats.runtime.stream.StreamProvisioner;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;

/** What needs a newer server says so with both versions; what does not works. */
class OlderServersTest {

    private static NatsServer server29;
    private static NatsServer server210;
    private static NatsProbe probe29;
    private static NatsProbe probe210;

    @BeforeAll
    static void start() {
        try {
            server29 = NatsServer.ofVersion("2.9");
            server210 = NatsServer.ofVersion("2.10");
        } catch (UncheckedIOException e) {
            abort("no such server can be had on this machine: " + e.getMessage());
        }
        probe29 = new NatsProbe(server29);
        probe210 = new NatsProbe(server210);
        probe29.createStream("S", "a", "b");
        probe210.createStream("S", "a", "b");
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable one : new AutoCloseable[] { probe29, probe210, server29, server210 }) {
            if (one != null) {
                one.close();
            }
        }
    }

    @Test
    void aListOfSubjects() throws Exception {
        assertRefused(probe29, "QNATS0534: Channel `orders`: a list of subjects needs nats-server 2.10 or newer, the connected "
                + "one is " + version(probe29), "subject", "a,b");
        assertThat(version(probe29)).startsWith("2.9.");
        BoundConsumer bound = bind(probe210, "subject", "a,b");
        assertThat(probe210.consumer("S", bound.name()).getConsumerConfiguration().getFilterSubjects())
                .containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void anExclusiveDurableHasNoGroupAndASecondInstanceWaitsAndIsRefused() throws Exception {
        for (NatsProbe probe : new NatsProbe[] { probe29, probe210 }) {
            String[] keys = { "subject", "a", "durable", "sole", "ack-wait", "2s" };
            assertThat(bind(probe, keys).priorityGroup()).isNull();
            assertThat(bind(probe, keys).name()).as("nobody pulls").isEqualTo("sole");
            var other = probe.connection().jetStream().subscribe(null, PullSubscribeOptions.bind("S", "sole"));
            other.pullExpiresIn(1, Duration.ofSeconds(30));
            await().until(() -> probe.consumer("S", "sole").getNumWaiting() == 1);
            ConsumerProvisioner second = new ConsumerProvisioner(TestConfig.incoming("orders", keys), "app");
            StreamInfo stream = probe.management().getStreamInfo("S");
            assertThatExceptionOfType(NotYetException.class)
                    .isThrownBy(() -> second.bind(TestConnection.of(probe), stream))
                    .withMessage("QNATS0861: Channel `orders`: another instance pulls from the durable `sole` on stream `S`; "
                            + "waiting at most ack-wait (PT2S) for it to leave");
            await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThatExceptionOfType(RefusalException.class)
                    .isThrownBy(() -> second.bind(TestConnection.of(probe), stream)).isNotInstanceOf(NotYetException.class)
                    .withMessage("QNATS0860: Channel `orders`: another instance pulls from the durable `sole` on stream `S`, "
                            + "and its consumer has no priority group (nats-server 2.11), so this one can't stand by and does "
                            + "not start; stop the other one, or add `mp.messaging.incoming.orders.queue-group=…` to share the "
                            + "work"));
            other.unsubscribe();
            await().atMost(Duration.ofSeconds(10)).untilAsserted(
                    () -> assertThat(second.bind(TestConnection.of(probe), stream).name()).isEqualTo("sole"));
        }
    }

    @Test
    void groupsAndSubscriptionsOfTheirOwnWork() throws Exception {
        for (NatsProbe probe : new NatsProbe[] { probe29, probe210 }) {
            assertThat(bind(probe, "subject", "a", "durable", "d", "queue-group", "g").name()).isEqualTo("d__g");
            assertThat(bind(probe, "subject", "a", "durable", "d", "queue-group", "g", "ack-wait", "7s").name())
                    .as("found again, and changed").isEqualTo("d__g");
            assertThat(probe.consumer("S", "d__g").getConsumerConfiguration().getAckWait()).isEqualTo(Duration.ofSeconds(7));
            BoundConsumer own = bind(probe, "subject", "b");
            assertThat(probe.consumer("S", own.name())).isNotNull();
        }
    }

    @Test
    void metadata() throws Exception {
        assertRefused(probe29, "QNATS0534: Channel `orders`: `metadata` needs nats-server 2.10 or newer, the connected one is "
                + version(probe29), "subject", "a", "metadata", "team=blue");
        BoundConsumer bound = bind(probe210, "subject", "a", "metadata", "team=blue");
        assertThat(probe210.consumer("S", bound.name()).getConsumerConfiguration().getMetadata()).containsEntry("team", "blue");
    }

    /** Such a server says an ack floor of 0: made again at 1 it would bring the whole history. */
    @Test
    void aConsumerThatIsGoneBeforeItDeliveredBeginsWhereItBegan() throws Exception {
        for (NatsProbe probe : new NatsProbe[] { probe29, probe210 }) {
            probe.createStream("H", "h");
            probe.publishAll("h", 1, 5, i -> "m" + i);
            StreamInfo stream = probe.management().getStreamInfo("H");
            ConsumerProvisioner own = new ConsumerProvisioner(TestConfig.incoming("orders", "subject", "h"), "app");
            BoundConsumer before = own.bind(TestConnection.of(probe), stream);
            probe.management().deleteConsumer("H", before.name());
            own.bindAgain(TestConnection.of(probe), stream, before, Long.MAX_VALUE);
            assertThat(probe.consumer("H", before.name()).getConsumerConfiguration().getStartSequence()).isEqualTo(6);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "compression | s2 | compression | 2.10",
            "metadata.team | blue | metadata | 2.10",
            "allow-message-ttl | true | allow-message-ttl | 2.11",
            "allow-atomic-publish | true | allow-atomic-publish | 2.12",
            "allow-message-schedules | true | allow-message-schedules | 2.12" })
    void keysOfStreams(String key, String value, String what, String needed) throws Exception {
        assertThatExceptionOfType(RefusalException.class)
                .isThrownBy(() -> StreamProvisioner.provision(TestConnection.of(probe29), "T",
                        TestConfig.stream("subjects", "t", key, value)))
                .withMessage("QNATS0534: Stream `T`: " + what + " needs nats-server " + needed
                        + " or newer, the connected one is " + version(probe29));
        assertThat(probe29.management().getStreamNames()).as("nothing was made").doesNotContain("T");
    }

    private static String version(NatsProbe probe) {
        return probe.connection().getServerInfo().getVersion();
    }

    private static BoundConsumer bind(NatsProbe probe, String... keysAndValues) throws Exception {
        LiveConnection live = TestConnection.of(probe);
        StreamInfo stream = probe.management().getStreamInfo("S");
        return new ConsumerProvisioner(TestConfig.incoming("orders", keysAndValues), "app").bind(live, stream);
    }

    private static void assertRefused(NatsProbe probe, String sentence, String... keysAndValues) {
        assertThatExceptionOfType(RefusalException.class).isThrownBy(() -> bind(probe, keysAndValues)).withMessage(sentence);
    }
}
