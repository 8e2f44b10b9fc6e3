package io.quarkiverse.messaging.nats.runtime.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import io.quarkiverse.messaging.nats.runtime.config.TestConfig;
import io.quarkiverse.messaging.nats.runtime.connection.TestConnection;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkiverse.messaging.nats.testing.NeedsServer;

/** Every start position on streams of each retention: which stored messages the server then delivers. */
class PositionsTest {

    private static NatsServer server;
    private static NatsProbe probe;
    private static int streams;

    @BeforeAll
    static void start() {
        server = NatsServer.start();
        probe = new NatsProbe(server);
    }

    @AfterAll
    static void stop() {
        probe.close();
        server.close();
    }

    /** Stored are 1 to 6, on a, b, a, b, a, c; published afterwards is 7 on a. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "Limits | - | 7", "Limits | new | 7", "Limits | all | 1,2,3,4,5,6,7", "Limits | last | 6,7",
            "Limits | last-per-subject | 4,5,6,7", "Limits | sequence:3 | 3,4,5,6,7", "Limits | sequence:6 | 6,7",
            "Limits | ago:1h | 1,2,3,4,5,6,7", "Limits | ago:1ms | 7",
            "Interest | - | 7", "Interest | new | 7", "Interest | all | 1,2,3,4,5,6,7", "Interest | last | 6,7",
            "Interest | last-per-subject | 4,5,6,7", "Interest | sequence:3 | 3,4,5,6,7",
            "Interest | ago:PT1H | 1,2,3,4,5,6,7",
            "WorkQueue | - | 1,2,3,4,5,6,7", "WorkQueue | all | 1,2,3,4,5,6,7" })
    void whatIsDeliveredFirst(RetentionPolicy retention, String position, String expected) throws Exception {
        StreamInfo stream = history(retention);
        String name = stream.getConfiguration().getName();
        String consumer = bind(stream, position.equals("-") ? "" : position).name();
        probe.publish(name + ".a", "7");
        assertThat(delivered(name, consumer, expected.split(",").length)).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(value = RetentionPolicy.class, names = "WorkQueue", mode = EnumSource.Mode.EXCLUDE)
    void fromATimeOn(RetentionPolicy retention) throws Exception {
        StreamInfo stream = history(retention);
        String name = stream.getConfiguration().getName();
        Instant fourth = probe.message(name, 4).getTime().toInstant();
        String consumer = bind(stream, "time:" + fourth).name();
        assertThat(delivered(name, consumer, 3)).isEqualTo("4,5,6");
    }

    @Test
    @NeedsServer(value = "2.10", why = "a list of subjects")
    void theLastOfTheSubjectsThatAreAskedFor() throws Exception {
        StreamInfo stream = history(RetentionPolicy.Limits);
        String name = stream.getConfiguration().getName();
        BoundConsumer last = new ConsumerProvisioner(TestConfig.incoming("orders", "subject", name + ".b", "durable", "b",
                "start-position", "last"), "app").bind(TestConnection.of(probe), stream);
        assertThat(probe.consumer(name, last.name()).getNumPending()).isEqualTo(1);
        BoundConsumer each = new ConsumerProvisioner(TestConfig.incoming("orders", "subject", name + ".a," + name + ".c",
                "queue-group", "ac", "start-position", "last-per-subject"), "app").bind(TestConnection.of(probe), stream);
        assertThat(delivered(name, each.name(), 2)).isEqualTo("5,6");
    }

    /** A consumer that delivered nothing and is gone begins where it began: what was before it was never asked for. */
    @ParameterizedTest
    @CsvSource({ "new,7", "last,6", "sequence:3,3" })
    void aConsumerThatIsGoneBeforeItDeliveredBeginsWhereItBegan(String position, long begins) throws Exception {
        StreamInfo stream = history(RetentionPolicy.Limits);
        String name = stream.getConfiguration().getName();
        ConsumerProvisioner provisioner = provisioner(name, position);
        BoundConsumer bound = provisioner.bind(TestConnection.of(probe), stream);
        probe.management().deleteConsumer(name, bound.name());
        provisioner.bindAgain(TestConnection.of(probe), stream, bound, Long.MAX_VALUE);
        assertThat(probe.consumer(name, bound.name()).getConsumerConfiguration().getStartSequence()).isEqualTo(begins);
    }

    private static StreamInfo history(RetentionPolicy retention) throws Exception {
        String name = "H" + ++streams;
        probe.createStream(StreamConfiguration.builder().name(name).subjects(name + ".*").retentionPolicy(retention).build());
        if (retention == RetentionPolicy.Interest) {
            // Without somebody's interest nothing would be stored.
            probe.management().createConsumer(name,
                    ConsumerConfiguration.builder().durable("keeper").ackPolicy(AckPolicy.Explicit).build());
        }
        int number = 0;
        for (String subject : List.of("a", "b", "a", "b", "a", "c")) {
            number++;
            probe.publish(name + "." + subject, String.valueOf(number));
        }
        Instant last = probe.message(name, 6).getTime().toInstant();
        await().until(() -> Duration.between(last, Instant.now()).toMillis() > 10);
        return probe.management().getStreamInfo(name);
    }

    private static ConsumerProvisioner provisioner(String stream, String position) {
        return new ConsumerProvisioner(TestConfig.incoming("orders", "subject", stream + ".*", "durable", "d", "queue-group",
                "g", "start-position", position), "app");
    }

    private static BoundConsumer bind(StreamInfo stream, String position) throws Exception {
        return provisioner(stream.getConfiguration().getName(), position).bind(TestConnection.of(probe), stream);
    }

    /** All that the consumer has, at least so many: it hears a moment later of what was just published. */
    private static String delivered(String stream, String consumer, int least) throws Exception {
        List<String> sequences = new ArrayList<>();
        // nats-server 2.9 counts wrongly what is to come for `last` and `last-per-subject`.
        boolean counts = probe.connection().getServerInfo().isSameOrNewerThanVersion("2.10.0");
        long pending = 20;
        if (counts) {
            await().until(() -> probe.consumer(stream, consumer).getNumPending() >= least);
            pending = probe.consumer(stream, consumer).getNumPending();
        }
        JetStreamSubscription subscription = probe.connection().jetStream().subscribe(null,
                PullSubscribeOptions.bind(stream, consumer));
        for (Message message : subscription.fetch((int) pending, counts ? Duration.ofSeconds(5) : Duration.ofMillis(500))) {
            sequences.add(String.valueOf(message.metaData().streamSequence()));
        }
        subscription.unsubscribe();
        if (counts) {
            assertThat(sequences).as("%s", Arrays.asList(stream, consumer)).hasSize((int) pending);
        }
        return String.join(",", sequences);
    }
}
