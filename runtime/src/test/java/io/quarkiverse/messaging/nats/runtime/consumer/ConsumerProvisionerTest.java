package io.quarkiverse.messaging.nats.runtime.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.nats.client.Message;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import io.quarkiverse.messaging.nats.runtime.config.IncomingSettings;
import io.quarkiverse.messaging.nats.runtime.config.TestConfig;
import io.quarkiverse.messaging.nats.runtime.connection.LiveConnection;
import io.quarkiverse.messaging.nats.runtime.connection.TestConnection;
import io.quarkiverse.messaging.nats.runtime.i18n.RefusalException;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkiverse.messaging.nats.testing.NeedsServer;

/** Consumers made, found, compared and made again, on a server. Each test has a stream of its own. */
@NeedsServer(value = "2.11", why = "exclusive durables; OlderServersTest has what is different on older ones")
class ConsumerProvisionerTest {

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
    void created() throws Exception {
        StreamInfo stream = stream("created");
        BoundConsumer bound = bind(stream, "orders", "subject", "created", "durable", "d", "start-position", "all");
        assertThat(bound.stream()).isEqualTo("created");
        assertThat(bound.name()).isEqualTo("d");
        assertThat(bound.priorityGroup()).isEqualTo("owner");
        assertThat(bound.streamCreated()).isEqualTo(stream.getCreateTime());
        assertThat(bound.ackFloor()).isZero();
        ConsumerConfiguration made = made("created", "d");
        assertThat(made.getDurable()).isEqualTo("d");
        assertThat(made.getDeliverPolicy()).isEqualTo(DeliverPolicy.All);
        assertThat(made.getPriorityGroups()).containsExactly("owner");
    }

    @Test
    void withoutADurableTheServerForgetsIt() throws Exception {
        BoundConsumer own = bind(stream("own"), "orders", "subject", "own");
        assertThat(own.name()).startsWith("app_orders_");
        assertThat(own.priorityGroup()).isNull();
        assertThat(made("own", own.name()).getInactiveThreshold()).isEqualTo(Duration.ofMinutes(5));
        assertThat(made("own", own.name()).getDeliverPolicy()).isEqualTo(DeliverPolicy.New);
    }

    @Test
    void aGroupHasNoLimitForAllItsMembers() throws Exception {
        StreamInfo stream = stream("unlimited");
        bind(stream, "orders", "subject", "unlimited", "queue-group", "g", "max-in-flight", "9");
        assertThat(made("unlimited", "__g").getMaxAckPending()).as("not the server's 1000").isGreaterThan(1_000_000);
        bind(stream, "orders", "subject", "unlimited", "queue-group", "g", "max-in-flight", "10");
        assertThat(made("unlimited", "__g").getMaxAckPending()).isGreaterThan(1_000_000);
    }

    @Test
    void aRememberedDurableResumesAndIgnoresTheStartPosition() throws Exception {
        StreamInfo stream = stream("resumed");
        bind(stream, "orders", "subject", "resumed", "durable", "d", "queue-group", "g", "start-position", "all");
        probe.publishAll("resumed", 1, 5, i -> "m" + i);
        settle("resumed", "d__g", 3);
        BoundConsumer again = bind(stream, "orders", "subject", "resumed", "durable", "d", "queue-group", "g",
                "start-position", "sequence:5");
        assertThat(again.ackFloor()).isEqualTo(3);
        assertThat(made("resumed", "d__g").getDeliverPolicy()).isEqualTo(DeliverPolicy.All);
        assertThat(probe.consumer("resumed", "d__g").getNumPending()).isEqualTo(2);
    }

    @Test
    void whatTheServerCanChangeIsUpdated() throws Exception {
        StreamInfo stream = stream("drift", "drift.a", "drift.b");
        bind(stream, "orders", "subject", "drift.a", "durable", "d");
        bind(stream, "orders", "subject", "drift.b", "durable", "d", "ack-wait", "7s", "max-in-flight", "9");
        ConsumerConfiguration made = made("drift", "d");
        assertThat(made.getAckWait()).isEqualTo(Duration.ofSeconds(7));
        assertThat(made.getMaxAckPending()).isEqualTo(9);
        assertThat(made.getFilterSubjects()).containsExactly("drift.b");
        assertThat(made.getPriorityGroups()).as("the rest stays").containsExactly("owner");
    }

    @Test
    void aConsumerOfAnotherKind() throws Exception {
        StreamInfo stream = stream("kinds");
        bind(stream, "orders", "subject", "kinds", "durable", "a", "queue-group", "b");
        assertRefused(stream, "QNATS0546: Channel `orders`: the consumer `a__b` on stream `kinds` is the group consumer of "
                + "channel `orders`, not the exclusive consumer of channel `orders`; choose another `durable` or `queue-group`, or delete the "
                + "consumer (its position is lost) with `nats consumer rm kinds a__b`", "orders", "subject", "kinds", "durable",
                "a__b");
    }

    @Test
    void aConsumerOfAnotherChannel() throws Exception {
        StreamInfo stream = stream("channels");
        bind(stream, "orders", "subject", "channels", "durable", "d");
        assertRefused(stream, "QNATS0546: Channel `bills`: the consumer `d` on stream `channels` is the exclusive consumer "
                + "of channel `orders`, not the exclusive consumer of channel `bills`; choose another `durable` or `queue-group`, or delete "
                + "the consumer (its position is lost) with `nats consumer rm channels d`", "bills", "subject", "channels",
                "durable", "d");
    }

    @Test
    void aConsumerThatCannotBecomeOurs() throws Exception {
        StreamInfo stream = stream("foreign");
        probe.management().createConsumer("foreign", ConsumerConfiguration.builder().durable("push")
                .deliverSubject("there").ackPolicy(AckPolicy.Explicit).build());
        probe.management().createConsumer("foreign",
                ConsumerConfiguration.builder().durable("none").ackPolicy(AckPolicy.None).build());
        assertRefused(stream, "QNATS0547: Channel `orders`: the consumer `push` on stream `foreign` has push delivery, the "
                + "configuration says pull, and the server can't change it; choose another `durable`, or delete the consumer "
                + "(its position is lost) with `nats consumer rm foreign push`", "orders", "subject", "foreign", "durable",
                "push");
        assertRefused(stream, "QNATS0547: Channel `orders`: the consumer `none` on stream `foreign` has ack=none, the "
                + "configuration says ack=each, and the server can't change it; choose `ack=none` or another `durable`, or "
                + "delete the consumer (its position is lost) with `nats consumer rm foreign none`", "orders", "subject",
                "foreign",
                "durable", "none");
    }

    @Test
    void aConsumerMadeByHandIsTakenOver() throws Exception {
        StreamInfo stream = stream("byhand");
        probe.management().createConsumer("byhand",
                ConsumerConfiguration.builder().durable("d").ackPolicy(AckPolicy.Explicit).build());
        BoundConsumer bound = bind(stream, "orders", "subject", "byhand", "durable", "d");
        assertThat(bound.priorityGroup()).as("it keeps its way of working").isNull();
    }

    @Test
    void aWorkQueueWithTheWrongKeys() throws Exception {
        probe.createStream(StreamConfiguration.builder().name("queue").subjects("queue")
                .retentionPolicy(RetentionPolicy.WorkQueue).build());
        StreamInfo stream = probe.management().getStreamInfo("queue");
        assertRefused(stream, "QNATS0544: Channel `orders`: stream `queue` is a work queue, on which a subscription needs "
                + "`durable` or `queue-group`; add `mp.messaging.incoming.orders.durable=…`", "orders", "subject", "queue");
        assertRefused(stream, "QNATS0545: Channel `orders`: stream `queue` is a work queue, on which `start-position` can only "
                + "be `all`, but it is `new`; remove it", "orders", "subject", "queue", "durable", "d", "start-position",
                "new");
        assertThat(probe.consumers("queue")).as("nothing was made").isEmpty();
        bind(stream, "orders", "subject", "queue", "durable", "d");
        assertThat(made("queue", "d").getDeliverPolicy()).isEqualTo(DeliverPolicy.All);
    }

    @Test
    void whatTheServerRefusesIsSaidInOneSentence() throws Exception {
        StreamInfo stream = stream("refused", "refused.>");
        assertThatExceptionOfType(RefusalException.class)
                .isThrownBy(() -> bind(stream, "orders", "subject", "refused.a,refused.*", "durable", "d"))
                .withMessageMatching("QNATS0548: Channel `orders`: the server refused the consumer `d` on stream `refused`: "
                        + "[^\n]*overlap[^\n]*");
    }

    @Test
    void aConsumerThatIsGoneBeginsAfterWhatWasSettled() throws Exception {
        StreamInfo stream = stream("gone");
        ConsumerProvisioner provisioner = provisioner("orders", "subject", "gone", "queue-group", "g");
        BoundConsumer before = provisioner.bind(live, stream);
        probe.publishAll("gone", 1, 9, i -> "m" + i);
        probe.management().deleteConsumer("gone", "__g");
        provisioner.bindAgain(live, stream, before.withAckFloor(4), Long.MAX_VALUE);
        assertThat(made("gone", "__g").getStartSequence()).as("the ack floor + 1").isEqualTo(5);
        probe.management().deleteConsumer("gone", "__g");
        provisioner.bindAgain(live, stream, before.withAckFloor(4), 3);
        assertThat(made("gone", "__g").getStartSequence()).as("what is here and unsettled").isEqualTo(3);
        provisioner.bindAgain(live, stream, before.withAckFloor(8), Long.MAX_VALUE);
        assertThat(made("gone", "__g").getStartSequence()).as("one that is there stays").isEqualTo(3);
    }

    @Test
    void aStreamThatIsAnotherOneNow() throws Exception {
        StreamInfo old = stream("anew");
        ConsumerProvisioner durable = provisioner("orders", "subject", "anew", "durable", "d");
        ConsumerProvisioner own = provisioner("orders", "subject", "anew", "start-position", "all");
        BoundConsumer durableBefore = durable.bind(live, old);
        BoundConsumer ownBefore = own.bind(live, old);
        probe.management().deleteStream("anew");
        StreamInfo anew = stream("anew");
        assertThatExceptionOfType(RefusalException.class)
                .isThrownBy(() -> durable.bindAgain(live, anew, durableBefore, Long.MAX_VALUE))
                .withMessage(
                        "QNATS0549: Channel `orders`: stream `anew` was created anew at " + anew.getCreateTime().toInstant()
                                + ", the durable `d` was read from the one of " + old.getCreateTime().toInstant()
                                + "; a restart begins with the new stream");
        BoundConsumer again = own.bindAgain(live, anew, ownBefore.withAckFloor(7), Long.MAX_VALUE);
        assertThat(made("anew", again.name()).getDeliverPolicy()).as("at its start position").isEqualTo(DeliverPolicy.All);
    }

    @Test
    void twoInstancesAtOnceMakeOne() throws Exception {
        StreamInfo stream = stream("shared");
        BoundConsumer one = bind(stream, "orders", "subject", "shared", "queue-group", "g");
        BoundConsumer other = bind(stream, "orders", "subject", "shared", "queue-group", "g");
        assertThat(one).isEqualTo(other);
        assertThat(probe.consumers("shared")).hasSize(1);
    }

    private static void settle(String stream, String consumer, int count) throws Exception {
        var subscription = probe.connection().jetStream().subscribe(null, PullSubscribeOptions.bind(stream, consumer));
        for (Message message : subscription.fetch(count, Duration.ofSeconds(5))) {
            message.ackSync(Duration.ofSeconds(5));
        }
        subscription.unsubscribe();
    }

    private static StreamInfo stream(String name, String... subjects) throws Exception {
        probe.createStream(name, subjects.length == 0 ? new String[] { name } : subjects);
        return probe.management().getStreamInfo(name);
    }

    private static ConsumerConfiguration made(String stream, String consumer) {
        return probe.consumer(stream, consumer).getConsumerConfiguration();
    }

    private static ConsumerProvisioner provisioner(String channel, String... keysAndValues) {
        IncomingSettings settings = TestConfig.incoming(channel, keysAndValues);
        return new ConsumerProvisioner(settings, "app");
    }

    private static BoundConsumer bind(StreamInfo stream, String channel, String... keysAndValues) throws Exception {
        return provisioner(channel, keysAndValues).bind(live, stream);
    }

    private static void assertRefused(StreamInfo stream, String sentence, String channel, String... keysAndValues) {
        assertThatExceptionOfType(RefusalException.class).isThrownBy(() -> bind(stream, channel, keysAndValues))
                .withMessage(sentence);
    }
}
