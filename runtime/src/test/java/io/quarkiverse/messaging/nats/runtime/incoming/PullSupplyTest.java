package io.quarkiverse.messaging.nats.runtime.incoming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.ZonedDateTime;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.nats.client.Message;
import io.quarkiverse.messaging.nats.Deliveries;
import io.quarkiverse.messaging.nats.IncomingNatsMetadata;
import io.quarkiverse.messaging.nats.runtime.config.TestConfig;
import io.quarkiverse.messaging.nats.runtime.connection.TestConnection;
import io.quarkiverse.messaging.nats.runtime.consumer.BoundConsumer;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;

/** When a channel that holds all that it may hold, a hundred messages, asks again: not for each that is settled. */
class PullSupplyTest {

    private static final int WINDOW = 100;
    private static final int QUARTER = WINDOW / 4;
    private static final BoundConsumer CONSUMER = new BoundConsumer("S", ZonedDateTime.now(), "C", ZonedDateTime.now(), null,
            0);

    private static NatsServer server;
    private static NatsProbe probe;

    private final InFlight inFlight = new InFlight();
    private PullPolicy policy = new PullPolicy(TestConfig.incoming("orders", "durable", "d", "max-in-flight", "100"));
    private PullSession session;

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

    @BeforeEach
    void open() {
        session = new PullSession(TestConnection.of(probe), CONSUMER, null, () -> {
        });
        assertThat(pulled(0, true)).isEqualTo(WINDOW);
        for (int sequence = 1; sequence <= WINDOW; sequence++) {
            Message message = Deliveries.of("$JS.ACK.S.C.1." + sequence + "." + sequence + ".1700000000000000000.0", "x", null);
            session.received(message, 100);
            inFlight.arrived(message, IncomingNatsMetadata.of(message), 0);
        }
    }

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    void nothingUntilAQuarterIsFree() {
        for (int settled = 1; settled < QUARTER; settled++) {
            settle();
            assertThat(pulled(1, true)).isZero();
        }
        settle();
        assertThat(pulled(1, true)).isEqualTo(QUARTER);
    }

    @Test
    void atOnceWhereFewWait() {
        for (int running = 0; running < WINDOW - QUARTER; running++) {
            begin();
        }
        settle();
        assertThat(pulled(WINDOW - QUARTER, true)).isEqualTo(1);
    }

    @Test
    void atOnceWhereWhatWaitsMayNotBeGiven() {
        settle();
        assertThat(pulled(0, false)).isEqualTo(1);
    }

    @Test
    void atOnceForABatchUnlessOneRuns() {
        policy = new PullPolicy(
                TestConfig.incoming("orders", "durable", "d", "max-in-flight", "100", "batch", "true", "batch-max-size",
                        "100"));
        settle();
        assertThat(pulled(1, true)).isZero();
        assertThat(pulled(0, true)).isEqualTo(1);
    }

    @Test
    void onceInAHeartbeat() {
        settle();
        assertThat(pulled(1, true)).isZero();
        await().atMost(PullSession.HEARTBEAT.plus(Duration.ofSeconds(5))).until(() -> pulled(1, true) == 1);
    }

    private int pulled(int running, boolean open) {
        int before = session.askedMessages();
        policy.replenish(session, inFlight, running, open);
        return session.askedMessages() - before;
    }

    private Delivery begin() {
        Delivery delivery = inFlight.firstWaiting();
        delivery.state = Delivery.State.RUNNING;
        inFlight.advance();
        return delivery;
    }

    private void settle() {
        inFlight.remove(begin());
        policy.settled();
    }
}
