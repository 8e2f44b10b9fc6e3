package io.quarkiverse.messaging.nats.test.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamManagement;
import io.nats.client.KeyValue;
import io.nats.client.api.KeyValueConfiguration;
import io.quarkiverse.messaging.nats.NatsBucket;
import io.quarkiverse.messaging.nats.NatsConnection;
import io.quarkiverse.messaging.nats.runtime.connection.NatsConnections;
import io.quarkiverse.messaging.nats.test.TestApp;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;

/** The managed connection and what jnats makes of it are injected, and stay valid when the connection is built anew. */
class InjectedClientsTest {

    static final NatsServer SERVER = NatsServer.of(InjectedClientsTest.class);
    static final Duration SOON = Duration.ofSeconds(20);

    @RegisterExtension
    static final QuarkusUnitTest APP = TestApp.on(SERVER, InjectedClientsTest::bucket, Listener.class)
            .overrideConfigKey("quarkus.messaging.nats.connections.other.servers", SERVER.url())
            .overrideRuntimeConfigKey("quarkus.messaging.nats.reconnect-wait", "100ms")
            .overrideRuntimeConfigKey("quarkus.messaging.nats.reconnect-jitter", "50ms")
            .overrideRuntimeConfigKey("mp.messaging.incoming.letters.connector", "nats");

    static void bucket(NatsProbe probe) {
        try {
            probe.connection().keyValueManagement().create(KeyValueConfiguration.builder("prices").build());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Inject
    Listener listener;
    @Inject
    NatsConnections connections;
    // tag::inject[]
    @Inject
    Connection connection;
    @Inject
    JetStream stream;
    @Inject
    JetStreamManagement management;
    @Inject
    @NatsBucket("prices")
    KeyValue prices;
    @Inject
    @NatsConnection("other")
    Connection other;
    @Inject
    @NatsConnection("other")
    JetStream otherStream;
    @Inject
    @NatsConnection("other")
    JetStreamManagement otherManagement;
    @Inject
    @NatsBucket(value = "prices", connection = "other")
    KeyValue otherPrices;
    // end::inject[]

    @Test
    void eachIsOfItsConnectionAndWorks() throws Exception {
        stream.publish("letters", "by the default one".getBytes());
        otherStream.publish("letters", "by the other".getBytes());
        await().atMost(SOON).until(() -> listener.received().containsAll(List.of("by the default one", "by the other")));
        assertThat(management.getStreamNames()).contains("letters");
        assertThat(otherManagement.getStreamNames()).contains("letters");
        prices.put("tea", "3");
        assertThat(otherPrices.get("tea").getValueAsString()).isEqualTo("3");
        assertThat(connection.getServerInfo().getClientId()).isEqualTo(connections.get("<default>").live().connection()
                .getServerInfo().getClientId()).isNotEqualTo(other.getServerInfo().getClientId());
        assertThat(connection).isEqualTo(connection).hasToString("Connection of the connection `<default>`");
        assertThatThrownBy(() -> management.getStreamInfo("none")).as("as jnats throws it")
                .isInstanceOf(io.nats.client.JetStreamApiException.class);
    }

    @Test
    void closingItIsRefusedAndTheChannelGoesOn() throws Exception {
        assertThatThrownBy(connection::close).isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("Connection `<default>`: it is shared with the channels");
        assertThatThrownBy(() -> connection.drain(Duration.ZERO)).isInstanceOf(UnsupportedOperationException.class);
        stream.publish("letters", "after close".getBytes());
        await().atMost(SOON).until(() -> listener.received().contains("after close"));
    }

    /** As jnats does by itself after two equal authentication errors. */
    @Test
    void allStayValidWhenTheConnectionIsBuiltAnew() throws Exception {
        JetStream asked = connection.jetStream();
        Connection physical = connections.get("<default>").live().connection();
        physical.close();
        await().atMost(SOON).until(() -> connection.getStatus() == Connection.Status.CONNECTED);
        assertThat(connections.get("<default>").live().connection()).isNotSameAs(physical);
        asked.publish("letters", "asked before".getBytes());
        stream.publish("letters", "injected before".getBytes());
        await().atMost(SOON).until(() -> listener.received().containsAll(List.of("asked before", "injected before")));
        assertThat(management.getStreamNames()).contains("letters");
        prices.put("coffee", "4");
        assertThat(prices.get("coffee").getValueAsString()).isEqualTo("4");
    }

    @ApplicationScoped
    public static class Listener {

        private final List<String> received = new CopyOnWriteArrayList<>();

        @Incoming("letters")
        void receive(String text) {
            received.add(text);
        }

        List<String> received() {
            return received;
        }
    }
}
