package io.quarkiverse.messaging.nats.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;

import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.nats.client.Options;
import io.nats.client.api.PersistMode;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.quarkiverse.messaging.nats.testing.NatsCluster;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NeedsServer;
import io.quarkus.test.QuarkusUnitTest;

/** What the streams of a cluster take from the guarantees is said at the start, each once, and nothing of what is right. */
@Timeout(120)
@NeedsServer(value = "2.12", why = "persist_mode")
class ServerAdviceTest {

    private static final String URLS = "advice.urls";
    private static NatsCluster cluster;

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot((JavaArchive jar) -> jar.addClasses(Receiver.class, Received.class))
            .overrideRuntimeConfigKey("quarkus.http.test-port", "0")
            .overrideConfigKey("quarkus.messaging.nats.servers", urls())
            .overrideRuntimeConfigKey("mp.messaging.incoming.orders.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.orders-out.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.orders-out.subject", "orders")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.orders-out.ack-timeout", "30s")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.safe-out.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.safe-out.subject", "safe")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.safe-out.ack-timeout", "29s")
            .setBeforeAllCustomizer(ServerAdviceTest::streams)
            .setLogRecordPredicate(record -> record.getLoggerName().startsWith("io.quarkiverse.messaging.nats")
                    && record.getLevel().intValue() >= Level.WARNING.intValue())
            .assertLogRecords(ServerAdviceTest::said)
            .setAfterAllCustomizer(() -> {
                System.clearProperty(URLS);
                cluster.close();
            });

    @Inject
    @Channel("orders-out")
    Emitter<String> orders;
    @Inject
    @Channel("safe-out")
    Emitter<String> safe;

    /** The class is loaded by the test's loader, which starts it, and by the application's. */
    private static String urls() {
        if (System.getProperty(URLS) == null) {
            cluster = NatsCluster.start(3);
            System.setProperty(URLS, cluster.urls());
        }
        return System.getProperty(URLS);
    }

    private static void streams() {
        try (NatsProbe probe = new NatsProbe(Options.builder().server(urls()))) {
            probe.createStream(StreamConfiguration.builder().name("ORDERS").subjects("orders").storageType(StorageType.File)
                    .persistMode(PersistMode.Async).duplicateWindow(Duration.ofMinutes(1)).build());
            probe.createStream(StreamConfiguration.builder().name("SAFE").subjects("safe").replicas(3)
                    .duplicateWindow(Duration.ofMinutes(1)).build());
        }
    }

    private static void said(List<LogRecord> records) {
        List<String> lines = records.stream().map(record -> ((ExtLogRecord) record).getFormattedMessage()).toList();
        assertThat(lines)
                .filteredOn(line -> line.startsWith("QNATS0636: Stream `ORDERS` has one replica, in the cluster `test`"))
                .hasSize(1);
        assertThat(lines).filteredOn(line -> line.startsWith("QNATS0637: Stream `ORDERS` has persist-mode async")).hasSize(1);
        assertThat(lines).filteredOn(line -> line.startsWith("QNATS0638: Channel `orders-out`: `ack-timeout` is PT30S, and the "
                + "stream `ORDERS` recognises a message id for PT1M")).hasSize(1);
        assertThat(lines).noneMatch(line -> line.contains("SAFE") || line.contains("safe-out"));
    }

    @Test
    void bothChannelsWork() {
        orders.send("a").toCompletableFuture().join();
        safe.send("b").toCompletableFuture().join();
    }
}
