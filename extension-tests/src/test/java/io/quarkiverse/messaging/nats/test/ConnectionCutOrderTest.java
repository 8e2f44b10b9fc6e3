package io.quarkiverse.messaging.nats.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.messaging.nats.testing.CuttableProxy;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.common.annotation.Blocking;

/** A connection cut in the middle, again and again: an ordered channel goes on with the next message. */
class ConnectionCutOrderTest {

    static final int COUNT = 3000;
    static final NatsServer SERVER = NatsServer.of(ConnectionCutOrderTest.class);

    @RegisterExtension
    static final QuarkusUnitTest APP = TestApp.on(SERVER, probe -> probe.createStream("ledger", "ledger"),
            Receiver.class, Received.class)
            .overrideConfigKey("quarkus.messaging.nats.servers",
                    CuttableProxy.urlOf(ConnectionCutOrderTest.class, SERVER))
            .overrideRuntimeConfigKey("quarkus.messaging.nats.reconnect-wait", "50ms")
            .overrideRuntimeConfigKey("quarkus.messaging.nats.reconnect-jitter", "20ms")
            .overrideRuntimeConfigKey("mp.messaging.incoming.ledger.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.ledger.ack-wait", TestApp.ackWait())
            .overrideRuntimeConfigKey("mp.messaging.incoming.ledger.durable", "ledger")
            .overrideRuntimeConfigKey("mp.messaging.incoming.ledger.start-position", "all")
            .setLogRecordPredicate(record -> record.getLoggerName().startsWith("io.quarkiverse.messaging.nats"))
            .assertLogRecords(records -> assertThat(records)
                    .extracting(record -> String.format(record.getMessage(), record.getParameters()))
                    .filteredOn(line -> line.contains("lost 3 times within PT1M")).as("said once").hasSize(1));

    @Inject
    Received received;

    @Test
    void theOrderIsThatOfTheStream() {
        try (NatsProbe probe = new NatsProbe(SERVER)) {
            probe.publishAll("ledger", 1, COUNT, i -> String.valueOf(i));
            for (int handled = 200; handled < COUNT; handled += 400) {
                int enough = handled;
                await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(2))
                        .until(() -> received.count() >= enough);
                CuttableProxy.cut(ConnectionCutOrderTest.class);
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> received.all().contains(String.valueOf(COUNT)));
            await().atMost(Duration.ofSeconds(10)).until(() -> probe.isDrained("ledger", "ledger"));
        }
        // A message whose ack was lost with the connection may come twice, but then at once and never late.
        List<String> all = received.all();
        int next = 1;
        for (String one : all) {
            int number = Integer.parseInt(one);
            assertThat(number).as("after %d", next - 1).isLessThanOrEqualTo(next);
            next = Math.max(next, number + 1);
        }
        assertThat(all).containsAll(IntStream.rangeClosed(1, COUNT).mapToObj(String::valueOf).toList());
        assertThat(next).isEqualTo(COUNT + 1);
    }

    @ApplicationScoped
    public static class Receiver {

        @Inject
        Received received;

        @Incoming("ledger")
        @Blocking
        void receive(String number) {
            received.add(number);
        }
    }
}
