package io.quarkiverse.messaging.nats.runtime.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.PriorityPolicy;
import io.nats.client.api.ReplayPolicy;
import io.nats.client.api.StreamInfo;
import io.quarkiverse.messaging.nats.runtime.config.TestConfig;
import io.quarkiverse.messaging.nats.runtime.connection.LiveConnection;
import io.quarkiverse.messaging.nats.runtime.connection.TestConnection;
import io.quarkiverse.messaging.nats.runtime.i18n.RefusalException;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkiverse.messaging.nats.testing.NeedsServer;

/** The settings that are passed to the server's consumer: as the server shows them, and when they change. */
class ConsumerSettingsTest {

    private static NatsServer server;
    private static NatsProbe probe;
    private static LiveConnection live;

    @BeforeAll
    static void start() {
        server = NatsServer.start();
        probe = new NatsProbe(server);
        live = TestConnection.of(probe);
    }

    @AfterAll
    static void stop() {
        probe.close();
        server.close();
    }

    @Test
    @NeedsServer(value = "2.10", why = "the metadata of a consumer")
    void nothingIsPassedWhereNothingIsConfigured() throws Exception {
        bind(stream("plain"), "durable", "d", "queue-group", "g");
        ConsumerConfiguration made = made("plain", "d__g");
        assertThat(made.getInactiveThreshold()).isNull();
        assertThat(made.getNumReplicas()).as("as the stream").isZero();
        assertThat(made.isMemStorage()).isFalse();
        assertThat(made.isHeadersOnly()).isFalse();
        assertThat(made.getDescription()).isNull();
        assertThat(made.getMetadata()).as("what the extension records")
                .containsEntry("io.quarkiverse.messaging.nats.kind", "group")
                .containsEntry("io.quarkiverse.messaging.nats.channel", "orders");
    }

    @Test
    void aLimitForAllMembersOfAGroup() throws Exception {
        StreamInfo stream = stream("limited");
        bind(stream, "queue-group", "g", "max-in-flight", "100", "group-max-in-flight", "7");
        assertThat(made("limited", "__g").getMaxAckPending()).isEqualTo(7);
        bind(stream, "queue-group", "g", "group-max-in-flight", "8");
        assertThat(made("limited", "__g").getMaxAckPending()).as("changed").isEqualTo(8);
        bind(stream, "queue-group", "g");
        assertThat(made("limited", "__g").getMaxAckPending()).as("no limit again").isEqualTo(ConsumerPlan.UNLIMITED);
    }

    @Test
    void howLongTheServerKeepsWhatNobodyPullsFrom() throws Exception {
        StreamInfo stream = stream("kept");
        bind(stream, "queue-group", "g", "inactive-threshold", "1h");
        assertThat(made("kept", "__g").getInactiveThreshold()).isEqualTo(Duration.ofHours(1));
        bind(stream, "queue-group", "g");
        assertThat(made("kept", "__g").getInactiveThreshold()).isEqualTo(Duration.ofMinutes(5));
        bind(stream, "durable", "d", "queue-group", "g", "inactive-threshold", "2h");
        assertThat(made("kept", "d__g").getInactiveThreshold()).isEqualTo(Duration.ofHours(2));
        bind(stream, "durable", "d", "queue-group", "g");
        assertThat(made("kept", "d__g").getInactiveThreshold()).as("a durable stays").isNull();
    }

    @Test
    void theServerReallyForgetsAfterTheThreshold() throws Exception {
        BoundConsumer own = bind(stream("forgotten"), "inactive-threshold", "1s");
        await().atMost(Duration.ofSeconds(15)).until(() -> probe.consumer("forgotten", own.name()) == null);
    }

    @Test
    @NeedsServer(value = "2.11", why = "an owner")
    void howLongAnOwnerMayBeSilent() throws Exception {
        StreamInfo stream = stream("owned");
        bind(stream, "durable", "d", "priority-timeout", "3s");
        assertThat(made("owned", "d").getPriorityTimeout()).isEqualTo(Duration.ofSeconds(3));
        bind(stream, "durable", "d", "priority-timeout", "4s");
        assertThat(made("owned", "d").getPriorityTimeout()).as("changed").isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void replicas() throws Exception {
        StreamInfo stream = stream("copies");
        bind(stream, "durable", "d", "queue-group", "g", "replicas", "1");
        assertThat(made("copies", "d__g").getNumReplicas()).isEqualTo(1);
        assertThatExceptionOfType(RefusalException.class)
                .isThrownBy(() -> bind(stream, "durable", "d", "queue-group", "g", "replicas", "3"))
                .withMessageStartingWith("QNATS0548: Channel `orders`: the server refused the consumer `d__g` on stream "
                        + "`copies`: replicas > 1 not supported in non-clustered mode");
    }

    @Test
    void stateInMemoryOnly() throws Exception {
        StreamInfo stream = stream("memory");
        bind(stream, "durable", "d", "queue-group", "g", "memory-storage", "true");
        assertThat(made("memory", "d__g").isMemStorage()).isTrue();
        bind(stream, "durable", "d", "queue-group", "g");
        assertThat(made("memory", "d__g").isMemStorage()).as("left alone where nothing is configured").isTrue();
        assertRefused(stream, "QNATS0547: Channel `orders`: the consumer `d__g` on stream `memory` has memory-storage=true, "
                + "the configuration says memory-storage=false, and the server can't change it; choose `memory-storage=true` or "
                + "another `durable`, or delete the consumer (its position is lost) with `nats consumer rm memory d__g`",
                "durable", "d", "queue-group", "g", "memory-storage", "false");
    }

    @Test
    void headersOnly() throws Exception {
        StreamInfo stream = stream("headers");
        bind(stream, "durable", "d", "queue-group", "g", "headers-only", "true");
        assertThat(made("headers", "d__g").isHeadersOnly()).isTrue();
        bind(stream, "durable", "d", "queue-group", "g");
        assertThat(made("headers", "d__g").isHeadersOnly()).isFalse();
    }

    @Test
    @NeedsServer(value = "2.10", why = "the metadata of a consumer")
    void wordsForPeople() throws Exception {
        StreamInfo stream = stream("words");
        bind(stream, "durable", "d", "queue-group", "g", "description", "packs", "metadata", "team=blue, sites=eu,us");
        assertThat(made("words", "d__g").getDescription()).isEqualTo("packs");
        assertThat(made("words", "d__g").getMetadata()).containsEntry("team", "blue").containsEntry("sites", "eu,us");
        bind(stream, "durable", "d", "queue-group", "g", "description", "ships", "metadata", "team=red");
        assertThat(made("words", "d__g").getDescription()).isEqualTo("ships");
        assertThat(made("words", "d__g").getMetadata()).containsEntry("team", "red")
                .containsEntry("io.quarkiverse.messaging.nats.kind", "group");
    }

    @Test
    @NeedsServer(value = "2.10", why = "the metadata of a consumer")
    void aConsumerMadeByHandBecomesTheChannels() throws Exception {
        StreamInfo stream = stream("adopted");
        probe.management().createConsumer("adopted", ConsumerConfiguration.builder().durable("d__g").maxDeliver(3)
                .backoff(Duration.ofSeconds(1), Duration.ofSeconds(2)).ackPolicy(AckPolicy.Explicit)
                .metadata(Map.of("made", "by hand")).build());
        bind(stream, "durable", "d", "queue-group", "g");
        ConsumerConfiguration made = made("adopted", "d__g");
        assertThat(made.getMaxDeliver()).as("a limit of the server's is a silent stop").isEqualTo(-1);
        assertThat(made.getBackoff()).as("it replaces ack-wait").isEmpty();
        assertThat(made.getAckWait()).isEqualTo(Duration.ofSeconds(30));
        assertThat(made.getMetadata()).containsEntry("made", "by hand")
                .containsEntry("io.quarkiverse.messaging.nats.channel", "orders");
        assertThatExceptionOfType(RefusalException.class).isThrownBy(() -> new ConsumerProvisioner(
                TestConfig.incoming("bills", "subject", "adopted", "durable", "d", "queue-group", "g"), "app")
                .bind(live, stream))
                .withMessageContaining("is the group consumer of channel `orders`, not the group consumer of channel `bills`");
    }

    @Test
    void whatTheServerCannotChange() throws Exception {
        StreamInfo stream = stream("fixed");
        ConsumerConfiguration.Builder explicit = ConsumerConfiguration.builder().ackPolicy(AckPolicy.Explicit);
        probe.management().createConsumer("fixed", explicit.durable("slow").replayPolicy(ReplayPolicy.Original).build());
        assertRefused(stream, "QNATS0547: Channel `orders`: the consumer `slow` on stream `fixed` has replay policy original, "
                + "the configuration says instant, and the server can't change it; choose another `durable`, or delete the "
                + "consumer (its position is lost) with `nats consumer rm fixed slow`", "durable", "slow");
    }

    @Test
    @NeedsServer(value = "2.11", why = "priority groups")
    void whoMayPull() throws Exception {
        StreamInfo stream = stream("policy");
        probe.management().createConsumer("policy", ConsumerConfiguration.builder().ackPolicy(AckPolicy.Explicit)
                .durable("overflow").priorityGroups("jobs").priorityPolicy(PriorityPolicy.Overflow).build());
        assertRefused(stream, "QNATS0547: Channel `orders`: the consumer `overflow` on stream `policy` has priority groups "
                + "[jobs] with policy overflow, the configuration says one owner, and the server can't change it; choose "
                + "another `durable`, or delete the consumer (its position is lost) with `nats consumer rm policy overflow`",
                "durable", "overflow");
    }

    @Test
    void howMessagesAreAcknowledged() throws Exception {
        StreamInfo stream = stream("acks");
        bind(stream, "durable", "all", "ack", "all", "failure-strategy", "fail");
        assertThat(made("acks", "all").getAckPolicy()).isEqualTo(AckPolicy.All);
        bind(stream, "durable", "none", "ack", "none", "failure-strategy", "fail");
        assertThat(made("acks", "none").getAckPolicy()).isEqualTo(AckPolicy.None);
        assertRefused(stream, "QNATS0547: Channel `orders`: the consumer `all` on stream `acks` has ack=all, the configuration "
                + "says ack=each, and the server can't change it; choose `ack=all` or another `durable`, or delete the consumer "
                + "(its position is lost) with `nats consumer rm acks all`", "durable", "all");
    }

    private static StreamInfo stream(String name) throws Exception {
        probe.createStream(name, name);
        return probe.management().getStreamInfo(name);
    }

    private static ConsumerConfiguration made(String stream, String consumer) {
        return probe.consumer(stream, consumer).getConsumerConfiguration();
    }

    private static BoundConsumer bind(StreamInfo stream, String... keysAndValues) throws Exception {
        String[] all = java.util.Arrays.copyOf(keysAndValues, keysAndValues.length + 2);
        all[keysAndValues.length] = "subject";
        all[keysAndValues.length + 1] = stream.getConfiguration().getName();
        return new ConsumerProvisioner(TestConfig.incoming("orders", all), "app").bind(live, stream);
    }

    private static void assertRefused(StreamInfo stream, String sentence, String... keysAndValues) {
        assertThatExceptionOfType(RefusalException.class).isThrownBy(() -> bind(stream, keysAndValues))
                .withMessage(sentence);
    }
}
