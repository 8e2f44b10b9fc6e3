package io.quarkiverse.messaging.nats.testing.companion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PullSubscribeOptions;

/** What the companion says is what a real server holds, also after a SIGKILL. */
class NatsCompanionTest {

    // tag::alone[]
    @RegisterExtension
    static final NatsTestServer SERVER = NatsTestServer.start();

    NatsCompanion nats = NatsCompanion.to(SERVER.url());
    // end::alone[]

    @BeforeEach
    void stream() {
        nats.createStream("ORDERS", "orders.>");
    }

    @AfterEach
    void close() throws Exception {
        nats.connection().jetStreamManagement().deleteStream("ORDERS");
        nats.close();
    }

    @Test
    void publishesInspectsAndPurges() {
        assertThat(nats.publish("orders.eu", "tea").getSeqno()).isEqualTo(1);
        nats.publishAll("orders.us", 2, 1_200, number -> "number " + number);
        assertThat(nats.messages("ORDERS")).isEqualTo(1_200);
        assertThat(nats.payloads("ORDERS", "orders.eu")).containsExactly("tea");
        assertThat(new String(nats.message("ORDERS", 1_200).getData(), StandardCharsets.UTF_8)).isEqualTo("number 1200");
        nats.purge("ORDERS", "orders.us");
        assertThat(nats.payloads("ORDERS", ">")).containsExactly("tea");
        nats.purge("ORDERS");
        assertThat(nats.messages("ORDERS")).isZero();
        assertThatThrownBy(() -> nats.messages("NONE")).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("stream not found");
    }

    @Test
    void awaitsWhatComesAndSaysWhatDidNot() throws Exception {
        nats.publish("orders.eu", "tea");
        nats.publish("orders.eu", "milk");
        assertThat(nats.awaitPayloads("ORDERS", "orders.*", 2)).containsExactly("tea", "milk");
        assertThatThrownBy(() -> nats.withTimeout(Duration.ofMillis(300)).awaitPayloads("ORDERS", "orders.us", 1))
                .isInstanceOf(ConditionTimeoutException.class).hasMessageContaining("1 messages on orders.us in stream ORDERS");
        assertThat(nats.consumer("ORDERS", "shop")).isNull();
        JetStreamSubscription shop = nats.connection().jetStream().subscribe("orders.>",
                PullSubscribeOptions.builder().stream("ORDERS").durable("shop").build());
        assertThat(nats.consumers("ORDERS")).hasSize(1);
        assertThat(nats.isDrained("ORDERS", "shop")).isFalse();
        shop.fetch(2, Duration.ofSeconds(5)).forEach(Message::ack);
        nats.awaitDrained("ORDERS", "shop");
    }

    @Test
    void aKilledServerComesBackWithItsPortAndWhatItStored() {
        int port = SERVER.port();
        nats.publish("orders.eu", "before");
        SERVER.kill();
        assertThat(SERVER.isRunning()).isFalse();
        SERVER.restart();
        assertThat(SERVER.port()).isEqualTo(port);
        assertThat(SERVER.isRunning()).isTrue();
        assertThat(SERVER.log()).containsPattern("(?s)Server is ready.*Server is ready");
        assertThat(nats.awaitPayloads("ORDERS", "orders.eu", 1)).containsExactly("before");
    }

    @Test
    void aServerThatDoesNotAnswerYetIsWaitedFor() {
        SERVER.stop();
        Thread start = new Thread(SERVER::restart);
        start.start();
        try (NatsCompanion early = NatsCompanion.to(SERVER.url())) {
            assertThat(early.messages("ORDERS")).isZero();
        }
    }

    @Test
    void theServerIsWhatTheEnvironmentSays() {
        assertThat(ServerBinaries.find(Map.of("NATS_SERVER", "/some/where"))).isEqualTo("/some/where");
        assertThatThrownBy(() -> ServerBinaries.find(Map.of("PATH", "", "HOME", "/none")))
                .hasMessageContaining("NATS_SERVER");
    }
}
