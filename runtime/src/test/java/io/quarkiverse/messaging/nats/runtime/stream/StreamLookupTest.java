package io.quarkiverse.messaging.nats.runtime.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.nats.client.api.Mirror;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.quarkiverse.messaging.nats.runtime.connection.LiveConnection;
import io.quarkiverse.messaging.nats.runtime.connection.TestConnection;
import io.quarkiverse.messaging.nats.runtime.i18n.RefusalException;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;

/** The stream of a channel, on a server that has ORDERS, EU and the mirror COPY. */
class StreamLookupTest {

    private static final StreamLookup PRODUCTION = new StreamLookup(false);
    private static final StreamLookup DEVELOPMENT = new StreamLookup(true);

    private static NatsServer server;
    private static NatsServer empty;
    private static NatsProbe probe;
    private static NatsProbe emptyProbe;
    private static LiveConnection live;

    @BeforeAll
    static void start() {
        server = NatsServer.start();
        probe = new NatsProbe(server);
        live = TestConnection.of(probe);
        probe.createStream("ORDERS", "orders.new", "orders.paid");
        probe.createStream("EU", "orders.eu", "eu.>");
        probe.createStream(StreamConfiguration.builder().name("COPY").mirror(Mirror.builder().name("ORDERS").build()).build());
        empty = NatsServer.start();
        emptyProbe = new NatsProbe(empty);
    }

    @AfterAll
    static void stop() {
        probe.close();
        emptyProbe.close();
        server.close();
        empty.close();
    }

    @Test
    void foundBySubject() throws Exception {
        assertThat(find(PRODUCTION, null, "orders.new")).isEqualTo("ORDERS");
        assertThat(find(PRODUCTION, null, "eu.de.berlin")).isEqualTo("EU");
        assertThat(find(PRODUCTION, null, "eu.*")).isEqualTo("EU");
        assertThat(find(PRODUCTION, null, "orders.new", "orders.paid")).isEqualTo("ORDERS");
    }

    @Test
    void foundByName() throws Exception {
        assertThat(find(PRODUCTION, "ORDERS", "orders.*")).isEqualTo("ORDERS");
        assertThat(find(PRODUCTION, "COPY", "orders.new")).as("a mirror has no subjects of its own").isEqualTo("COPY");
    }

    @Test
    void noStreamInProduction() {
        assertRefused(null, "QNATS0540: Channel `c`: no stream stores the subject `in.voice`; the server has COPY [], EU "
                + "[orders.eu, eu.>], ORDERS [orders.new, orders.paid]; declare one with "
                + "quarkus.messaging.nats.streams.\"IN_VOICE\".subjects=in.voice, or name an existing one with "
                + "`mp.messaging.incoming.c.stream=…`", "in.voice");
    }

    @Test
    void deadLettersNeedAStreamInProduction() throws Exception {
        PRODUCTION.findForDeadLetters(live, "c", "eu.dead");
        assertThatExceptionOfType(RefusalException.class)
                .isThrownBy(() -> PRODUCTION.findForDeadLetters(live, "c", "dead.orders"))
                .withMessage("QNATS0620: Channel `c`: no stream stores the `dead-letter-subject` `dead.orders`; the server has "
                        + "COPY [], EU [orders.eu, eu.>], ORDERS [orders.new, orders.paid]; declare one with "
                        + "quarkus.messaging.nats.streams.\"DEAD_ORDERS\".subjects=dead.orders, or write a subject that a "
                        + "stream stores");
    }

    @Test
    void noStreamAtAllInProduction() {
        assertThatExceptionOfType(RefusalException.class).isThrownBy(
                () -> PRODUCTION.find(TestConnection.of(emptyProbe), false, "a.b", null, List.of("orders")))
                .withMessage(
                        "QNATS0540: Channel `a.b`: no stream stores the subject `orders`, and the server has no streams at "
                                + "all; declare one with quarkus.messaging.nats.streams.\"ORDERS\".subjects=orders, or name an "
                                + "existing one with `mp.messaging.outgoing.\"a.b\".stream=…`");
    }

    @Test
    void severalStreams() {
        assertRefused(null, "QNATS0541: Channel `c`: several streams store the subject `orders.*`: [EU, ORDERS]; choose one "
                + "with `mp.messaging.incoming.c.stream=EU`", "orders.*");
        assertRefused(null, "QNATS0541: Channel `c`: several streams store the subject `orders.new,eu.x`: [EU, ORDERS]; choose "
                + "one with `mp.messaging.incoming.c.stream=EU`", "orders.new", "eu.x");
    }

    @Test
    void oneOfTheSubjectsIsStoredNowhere() {
        assertThatExceptionOfType(RefusalException.class)
                .isThrownBy(() -> find(PRODUCTION, null, "orders.new", "in.voice"))
                .withMessageContaining("`in.voice`");
    }

    @Test
    void aNamedStreamThatDoesNotExist() {
        assertRefused("ORDRES",
                "QNATS0542: Channel `c`: `stream` is `ORDRES`, which does not exist; the server has COPY [], EU "
                        + "[orders.eu, eu.>], ORDERS [orders.new, orders.paid]; declare it with "
                        + "quarkus.messaging.nats.streams.\"ORDRES\".subjects=orders.new",
                "orders.new");
    }

    @Test
    void aNamedStreamThatDoesNotStoreTheSubject() {
        assertRefused("ORDERS", "QNATS0543: Channel `c`: stream `ORDERS` stores [orders.new, orders.paid], not the subject "
                + "`eu.x`; correct `subject` or `stream`", "orders.new", "eu.x");
    }

    @Test
    void inDevelopmentTheMissingOneIsCreated() throws Exception {
        assertThat(find(DEVELOPMENT, null, "orders.new")).as("not where one exists").isEqualTo("ORDERS");
        assertThat(find(DEVELOPMENT, null, "dev. x/*.>".replace(" ", "_"), "dev.y")).isEqualTo("dev__x____");
        StreamConfiguration created = probe.management().getStreamInfo("dev__x____").getConfiguration();
        assertThat(created.getSubjects()).containsExactly("dev._x/*.>", "dev.y");
        assertThat(created.getStorageType()).isEqualTo(StorageType.File);
        assertThat(created.getMaxMsgs()).isEqualTo(-1);
        assertThat(created.getMaxAge()).isZero();
        assertThat(find(DEVELOPMENT, null, "dev.y")).as("found the next time").isEqualTo("dev__x____");
        probe.management().deleteStream("dev__x____");
    }

    @Test
    void inDevelopmentANamedStreamIsNotCreated() {
        assertThatExceptionOfType(RefusalException.class).isThrownBy(() -> find(DEVELOPMENT, "NAMED", "named"))
                .withMessageStartingWith("QNATS0542: ");
    }

    private static String find(StreamLookup lookup, String stream, String... subjects) throws Exception {
        return lookup.find(live, true, "c", stream, List.of(subjects)).getConfiguration().getName();
    }

    private static void assertRefused(String stream, String sentence, String... subjects) {
        assertThatExceptionOfType(RefusalException.class).isThrownBy(() -> find(PRODUCTION, stream, subjects))
                .withMessage(sentence);
    }
}
