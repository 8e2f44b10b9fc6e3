package io.quarkiverse.messaging.nats.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.nats.client.api.MessageInfo;
import io.quarkiverse.messaging.nats.IncomingNatsMetadata;
import io.quarkiverse.messaging.nats.runtime.metrics.Metrics;
import io.quarkiverse.messaging.nats.runtime.tracing.Tracing;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;

/** An application publishes and receives with nothing configured but connector and subject. */
class RoundTripTest {

    static final NatsServer SERVER = NatsServer.of(RoundTripTest.class);

    @RegisterExtension
    static final QuarkusUnitTest APP = TestApp.on(SERVER, Order.class, Receiver.class, Received.class)
            .overrideRuntimeConfigKey("mp.messaging.outgoing.orders-out.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.orders-out.subject", "orders")
            .overrideRuntimeConfigKey("mp.messaging.incoming.orders.connector", "nats")
            .setLogRecordPredicate(record -> record.getLoggerName().startsWith("io.quarkiverse.messaging.nats"))
            .assertLogRecords(records -> assertThat(records).as("a server that is alone gets no advice")
                    .noneMatch(record -> record.getMessage().contains("replica")));

    @Inject
    @Channel("orders-out")
    Emitter<Order> emitter;
    @Inject
    Received received;
    @Inject
    Instance<Tracing> tracing;
    @Inject
    Instance<Metrics> metrics;

    /** Likewise with Micrometer. */
    @Test
    void withoutMicrometerNothingIsMeasured() {
        assertThat(metrics.isUnsatisfied()).isTrue();
        assertThatExceptionOfType(ClassNotFoundException.class).isThrownBy(() -> Thread.currentThread()
                .getContextClassLoader().loadClass("io.micrometer.core.instrument.MeterRegistry"));
    }

    /** No class outside of its room names OpenTelemetry, and of that room nothing is loaded here. */
    @Test
    void withoutOpenTelemetryNothingTraces() {
        assertThat(tracing.isUnsatisfied()).isTrue();
    }

    @Test
    void whatIsSentIsStoredConfirmedAndReceived() {
        List<CompletableFuture<Void>> confirmed = new ArrayList<>();
        for (int i = 1; i <= 100; i++) {
            confirmed.add(emitter.send(new Order("o" + i, i)).toCompletableFuture());
        }
        assertThat(CompletableFuture.allOf(confirmed.toArray(CompletableFuture[]::new)))
                .succeedsWithin(Duration.ofSeconds(10));
        await().atMost(Duration.ofSeconds(10)).until(() -> received.count() == 100);
        assertThat(received.all().get(0)).isEqualTo("o1 of orders at 1");
        try (NatsProbe probe = new NatsProbe(SERVER)) {
            assertThat(probe.messages("orders")).isEqualTo(100);
            MessageInfo first = probe.message("orders", 1);
            assertThat(new String(first.getData())).isEqualTo("{\"id\":\"o1\",\"amount\":1}");
            assertThat(first.getHeaders().getFirst("Content-Type")).isEqualTo("application/json");
            assertThat(first.getHeaders().getFirst("Nats-Msg-Id")).isNotBlank();
            String consumer = probe.consumers("orders").get(0).getName();
            await().atMost(Duration.ofSeconds(5)).until(() -> probe.isDrained("orders", consumer));
        }
    }

    public record Order(String id, int amount) {
    }

    @ApplicationScoped
    public static class Receiver {

        @Inject
        Received received;

        @Incoming("orders")
        void receive(Order order, IncomingNatsMetadata metadata) {
            received.add(order.id() + " of " + metadata.stream() + " at " + metadata.streamSequence());
        }
    }
}
