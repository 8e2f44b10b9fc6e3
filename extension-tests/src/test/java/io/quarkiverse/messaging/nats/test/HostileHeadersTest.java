package io.quarkiverse.messaging.nats.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.nats.client.api.StreamConfiguration;
import io.nats.client.impl.Headers;
import io.quarkiverse.messaging.nats.OutgoingNatsMetadata;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.reactive.messaging.MutinyEmitter;

/** What a stranger writes into a message chooses no class; what the application writes injects nothing and fits. */
class HostileHeadersTest {

    static final Duration SOON = Duration.ofSeconds(20);
    static final NatsServer SERVER = NatsServer.of(HostileHeadersTest.class);

    @RegisterExtension
    static final QuarkusUnitTest APP = TestApp
            .on(SERVER, HostileHeadersTest::streams, Orders.class, Order.class, Trap.class)
            .overrideRuntimeConfigKey("mp.messaging.incoming.orders.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.orders.failure-strategy", "ignore")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.small.connector", "nats");

    static void streams(NatsProbe probe) {
        probe.createStream("orders", "orders");
        probe.createStream(StreamConfiguration.builder().name("SMALL").subjects("small").maximumMessageSize(200).build());
    }

    @Inject
    Orders orders;
    @Inject
    @Channel("small")
    MutinyEmitter<String> small;

    @Test
    void noHeaderChoosesAClass() throws Exception {
        ByteArrayOutputStream serialized = new ByteArrayOutputStream();
        new ObjectOutputStream(serialized).writeObject(new Trap());
        System.clearProperty(Trap.SPRUNG);
        String trap = Trap.class.getName();
        byte[] json = ("{\"id\":\"1\",\"@class\":\"" + trap + "\",\"@type\":\"" + trap + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        Headers hostile = new Headers().put("__TypeId__", trap).put("class", trap).put("type", trap)
                .put("Nats-Type", trap).put("Content-Encoding", trap);
        try (NatsProbe probe = new NatsProbe(SERVER)) {
            for (String contentType : List.of("application/json", "application/json;class=" + trap,
                    "application/x-java-serialized-object", "application/x-java-serialized-object+json",
                    "application/" + trap)) {
                for (byte[] body : List.of(json, serialized.toByteArray())) {
                    probe.connection().jetStream().publish("orders", new Headers(hostile).put("Content-Type", contentType),
                            body);
                }
            }
            probe.connection().jetStream().publish("orders", "{\"id\":\"last\"}".getBytes(StandardCharsets.UTF_8));
        }
        await().atMost(SOON).until(() -> orders.received().contains("Order last"));
        assertThat(orders.received()).as("JSON by the method's type, the rest not at all").containsOnly("Order 1",
                "Order last");
        assertThat(System.getProperty(Trap.SPRUNG)).isNull();
    }

    @Test
    void whatInjectsOrDoesNotFitIsNackedAndTheChannelGoesOn() {
        assertThatThrownBy(() -> small.sendMessageAndAwait(Message.of("x",
                Metadata.of(OutgoingNatsMetadata.builder().subject("small 3\r\nabc\r\nPUB other 1\r\nx").build()))))
                .hasMessageContaining("` of the message's metadata is no subject to publish to (it contains a ");
        assertThatThrownBy(() -> small.sendMessageAndAwait(Message.of("x",
                Metadata.of(OutgoingNatsMetadata.builder().messageId("1\r\nNats-Rollup: all").build()))))
                .hasMessageContaining("contains a line break");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OutgoingNatsMetadata.builder().header("Trace", "1\r\nNats-Rollup: all"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OutgoingNatsMetadata.builder().header("Trace: 1\r\nNats-Rollup", "all"));
        assertThatThrownBy(() -> small.sendAndAwait("x".repeat(200)))
                .hasMessageContaining(" bytes are more than the stream `SMALL` takes (its max-message-size)");
        small.sendAndAwait("the next");
        try (NatsProbe probe = new NatsProbe(SERVER)) {
            assertThat(probe.messages("SMALL")).isEqualTo(1);
        }
    }

    public record Order(String id) {
    }

    /** Springs when it is made, or deserialized. */
    public static class Trap implements Serializable {

        static final String SPRUNG = "nats.testing.trap";
        private static final long serialVersionUID = 1L;

        public Trap() {
            System.setProperty(SPRUNG, "made");
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            System.setProperty(SPRUNG, "deserialized");
            in.defaultReadObject();
        }
    }

    @ApplicationScoped
    public static class Orders {

        private final List<String> received = new CopyOnWriteArrayList<>();

        @Incoming("orders")
        void receive(Order order) {
            received.add(order.getClass().getSimpleName() + " " + order.id());
        }

        List<String> received() {
            return received;
        }
    }
}
