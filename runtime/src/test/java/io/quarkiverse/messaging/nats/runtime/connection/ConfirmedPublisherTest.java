package io.quarkiverse.messaging.nats.runtime.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.nats.client.api.PublishAck;
import io.nats.client.impl.Headers;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;

class ConfirmedPublisherTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private NatsServer server;
    private NatsProbe probe;
    private ConfirmedPublisher publisher;

    @BeforeEach
    void start() {
        server = NatsServer.start();
        probe = new NatsProbe(server);
        probe.createStream("S", "s");
        publisher = TestConnection.of(probe).confirmed();
    }

    @AfterEach
    void stop() {
        probe.close();
        server.close();
    }

    @Test
    void moreThanTheBoundAreAllConfirmed() throws Exception {
        List<CompletableFuture<PublishAck>> outcomes = new ArrayList<>();
        for (int i = 0; i < 10 * ConfirmedPublisher.BOUND; i++) {
            outcomes.add(publish("s", new byte[10], LONG));
        }
        CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
        assertThat(probe.messages("S")).isEqualTo(10 * ConfirmedPublisher.BOUND);
    }

    @Test
    void whatNobodyStoresFails() {
        assertThatThrownBy(() -> publish("nowhere", new byte[10], LONG).get(20, TimeUnit.SECONDS))
                .hasMessageContaining("no stream stores the subject `nowhere`");
    }

    @Test
    void whatTheServerWouldCutTheConnectionForFails() throws Exception {
        assertThatThrownBy(() -> publish("s", new byte[(int) probe.connection().getMaxPayload()], LONG).get())
                .hasMessageContaining("are more than the server takes");
        assertThat(publish("s", new byte[10], LONG).get(20, TimeUnit.SECONDS).getSeqno()).isEqualTo(1);
    }

    /** Those in line are tried too, and nothing is left over when the server answers again. */
    @Test
    void whatIsNotConfirmedInTimeFailsAndFreesItsPlace() throws Exception {
        server.freeze();
        List<CompletableFuture<PublishAck>> outcomes = new ArrayList<>();
        for (int i = 0; i < 3 * ConfirmedPublisher.BOUND; i++) {
            outcomes.add(publish("s", new byte[10], Duration.ofMillis(100)));
        }
        assertThat(outcomes.get(ConfirmedPublisher.BOUND)).isNotDone();
        for (CompletableFuture<PublishAck> outcome : outcomes) {
            assertThatThrownBy(() -> outcome.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(TimeoutException.class);
        }
        server.thaw();
        moreThanTheBoundIsStillPossible();
    }

    private void moreThanTheBoundIsStillPossible() throws Exception {
        List<CompletableFuture<PublishAck>> outcomes = new ArrayList<>();
        for (int i = 0; i < 2 * ConfirmedPublisher.BOUND; i++) {
            outcomes.add(publish("s", new byte[10], LONG));
        }
        CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
    }

    @Test
    void aClosedConnectionFails() {
        probe.close();
        for (int i = 0; i < 2 * ConfirmedPublisher.BOUND; i++) {
            assertThat(publish("s", new byte[10], LONG)).isCompletedExceptionally();
        }
    }

    private CompletableFuture<PublishAck> publish(String subject, byte[] body, Duration timeout) {
        return publisher.publish(subject, new Headers(), body, timeout);
    }
}
