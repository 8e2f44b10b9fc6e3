package io.quarkiverse.messaging.nats.jdbc.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.sql.DataSource;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.Transactional;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.messaging.nats.ExactlyOnce;
import io.quarkiverse.messaging.nats.IncomingNatsBatchMetadata;
import io.quarkiverse.messaging.nats.IncomingNatsMetadata;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkiverse.messaging.nats.testing.PostgresServer;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;

/** What a method writes and the record that its message was processed are one transaction. Effects are counted in the database. */
class ExactlyOnceTest {

    static final NatsServer SERVER = NatsServer.of(ExactlyOnceTest.class);
    static final String DATABASE = PostgresServer.urlOf(ExactlyOnceTest.class);
    static final Duration SOON = Duration.ofSeconds(30);
    static final List<String> STREAMS = List.of("plain", "orm", "unordered", "virtual", "batch", "checked", "marked", "kept",
            "fails", "slow", "nested", "keys");

    @RegisterExtension
    static final QuarkusUnitTest APP = JdbcApp
            .on(SERVER, DATABASE, STREAMS, probe -> PostgresServer.execute(DATABASE,
                    "CREATE TABLE effects (channel VARCHAR(50), payload VARCHAR(50))"), Receiver.class, Effect.class,
                    Effects.class, Other.class)
            .overrideConfigKey("quarkus.hibernate-orm.schema-management.strategy", "update")
            .overrideRuntimeConfigKey("mp.messaging.incoming.batch.batch", "true")
            .overrideRuntimeConfigKey("mp.messaging.incoming.unordered.queue-group", "g")
            .overrideRuntimeConfigKey("mp.messaging.incoming.fails.failure-strategy", "term")
            .overrideRuntimeConfigKey("mp.messaging.incoming.slow.queue-group", "g")
            .overrideRuntimeConfigKey("mp.messaging.incoming.slow.ack-wait", "1s")
            .overrideRuntimeConfigKey("mp.messaging.incoming.slow.processing-timeout", "0");

    @Inject
    Receiver receiver;

    NatsProbe probe;

    @BeforeEach
    void connect() {
        probe = new NatsProbe(SERVER);
    }

    @AfterEach
    void disconnect() {
        probe.close();
    }

    static long effects(String channel) {
        return PostgresServer.count(DATABASE, "SELECT COUNT(*) FROM effects WHERE channel = '" + channel + "'");
    }

    static long different(String channel) {
        return PostgresServer.count(DATABASE, "SELECT COUNT(DISTINCT payload) FROM effects WHERE channel = '" + channel + "'");
    }

    static long rows(String consumer, String more) {
        return PostgresServer.count(DATABASE,
                "SELECT COUNT(*) FROM nats_inbox WHERE consumer_id = '" + consumer + "'" + more);
    }

    /** All are delivered again with a delivery count of 1, as after the kill of a server. */
    private void twice(String stream, String consumer, int count) throws Exception {
        probe.publishAll(stream, 1, count, String::valueOf);
        await().atMost(SOON).until(() -> probe.isDrained(stream, consumer));
        probe.management().resetConsumer(stream, consumer, 1);
        probe.publishAll(stream, count + 1, count + 10, String::valueOf);
        await().atMost(SOON).until(() -> different(stream) == count + 10);
        await().atMost(SOON).until(() -> probe.isDrained(stream, consumer));
        assertThat(effects(stream)).isEqualTo(count + 10);
    }

    @Test
    void plainJdbc() throws Exception {
        twice("plain", "app", 100);
        await().atMost(SOON).until(() -> rows("plain.app", "") == 0);
        assertThat(PostgresServer.count(DATABASE, "SELECT floor FROM nats_inbox_floor WHERE consumer_id = 'plain.app'"))
                .isEqualTo(110);
    }

    @Test
    void hibernateOrm() throws Exception {
        probe.publishAll("orm", 1, 50, String::valueOf);
        await().atMost(SOON).until(() -> probe.isDrained("orm", "app"));
        probe.management().resetConsumer("orm", "app", 1);
        probe.publishAll("orm", 51, 60, String::valueOf);
        await().atMost(SOON).until(() -> PostgresServer.count(DATABASE, "SELECT COUNT(DISTINCT payload) FROM Effect") == 60);
        await().atMost(SOON).until(() -> probe.isDrained("orm", "app"));
        assertThat(PostgresServer.count(DATABASE, "SELECT COUNT(*) FROM Effect")).isEqualTo(60);
    }

    @Test
    void severalAtATime() throws Exception {
        twice("unordered", "app__g", 200);
    }

    @Test
    void onVirtualThreadsWhereThereAreSome() throws Exception {
        twice("virtual", "app", 50);
    }

    @Test
    void ofABatchThoseThatWereNotProcessed() throws Exception {
        twice("batch", "app", 300);
        assertThat(receiver.mismatches).isEmpty();
    }

    @Test
    void aCheckedExceptionRollsBackTheRecordToo() throws Exception {
        receiver.failing.put("checked", new IOException("told to fail"));
        probe.publish("checked", "1");
        await().atMost(SOON).until(() -> probe.isDrained("checked", "app"));
        assertThat(receiver.calls("checked")).isEqualTo(2);
        assertThat(effects("checked")).isEqualTo(1);
    }

    @Test
    void aTransactionMarkedForRollbackIsNotProcessed() {
        receiver.failing.put("marked", new IOException("told to mark"));
        probe.publish("marked", "1");
        await().atMost(SOON).until(() -> probe.isDrained("marked", "app"));
        assertThat(receiver.calls("marked")).isEqualTo(2);
        assertThat(effects("marked")).isEqualTo(1);
    }

    @Test
    void whatDoesNotRollBackIsProcessed() {
        receiver.failing.put("kept", new IOException("told to fail"));
        probe.publish("kept", "1");
        await().atMost(SOON).until(() -> probe.isDrained("kept", "app"));
        assertThat(receiver.calls("kept")).isEqualTo(1);
        assertThat(effects("kept")).isEqualTo(1);
    }

    @Test
    void whatIsTerminatedIsRecordedByItself() throws Exception {
        receiver.failing.put("fails", new IOException("told to fail"));
        probe.publish("fails", "1");
        await().atMost(SOON).until(() -> probe.isDrained("fails", "app"));
        assertThat(effects("fails")).isZero();
        assertThat(rows("fails.app", " AND state = 'X' AND seq = 1")).isEqualTo(1);
        probe.management().resetConsumer("fails", "app", 1);
        probe.publish("fails", "2");
        await().atMost(SOON).until(() -> effects("fails") == 1);
        assertThat(receiver.calls("fails")).as("not called for what was terminated").isEqualTo(2);
    }

    /** The server delivers it to another thread while the first still works: that one waits for the first one's commit. */
    @Test
    void aRedeliveryWhileTheFirstStillWorks() {
        probe.publish("slow", "1");
        await().atMost(SOON).until(() -> probe.consumer("slow", "app__g").getDelivered().getConsumerSequence() > 1);
        await().atMost(SOON).until(() -> probe.isDrained("slow", "app__g"));
        assertThat(effects("slow")).isEqualTo(1);
    }

    /** Documented: a transaction of its own inside the method is not part of it. */
    @Test
    void whatRunsInItsOwnTransactionStays() {
        receiver.failing.put("nested", new IOException("told to fail"));
        probe.publish("nested", "1");
        await().atMost(SOON).until(() -> probe.isDrained("nested", "app"));
        assertThat(effects("nested")).isEqualTo(1);
        assertThat(effects("nested-own")).isEqualTo(2);
    }

    @Test
    void theKeyForOtherEffectsIsTheSameAtEachDelivery() {
        receiver.failing.put("keys", new IOException("told to fail"));
        probe.publish("keys", "1");
        await().atMost(SOON).until(() -> probe.isDrained("keys", "app"));
        assertThat(receiver.keys).hasSize(2);
        assertThat(receiver.keys.get(0)).isEqualTo(receiver.keys.get(1)).startsWith("keys/").endsWith("/app/1");
    }

    @Entity
    public static class Effect {
        @Id
        @GeneratedValue
        public Long id;
        public String payload;
    }

    @ApplicationScoped
    public static class Effects {

        @Inject
        DataSource database;

        void add(String channel, String payload) {
            try (Connection connection = database.getConnection();
                    PreparedStatement insert = connection.prepareStatement("INSERT INTO effects VALUES (?, ?)")) {
                insert.setString(1, channel);
                insert.setString(2, payload);
                insert.executeUpdate();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @ApplicationScoped
    public static class Other {

        @Inject
        Effects effects;

        void add(String channel, String payload) {
            QuarkusTransaction.requiringNew().run(() -> effects.add(channel, payload));
        }
    }

    @ApplicationScoped
    public static class Receiver {

        final Map<String, Exception> failing = new ConcurrentHashMap<>();
        final Map<String, Integer> calls = new ConcurrentHashMap<>();
        final List<String> keys = new CopyOnWriteArrayList<>();
        final List<String> mismatches = new CopyOnWriteArrayList<>();

        @Inject
        Effects effects;
        @Inject
        Other other;
        @Inject
        EntityManager entities;
        @Inject
        TransactionManager transactions;

        int calls(String channel) {
            return calls.getOrDefault(channel, 0);
        }

        private void handle(String channel, String payload) throws IOException {
            calls.merge(channel, 1, Integer::sum);
            effects.add(channel, payload);
            Exception failure = failing.remove(channel);
            if (failure != null) {
                throw (IOException) failure;
            }
        }

        @Incoming("plain")
        @ExactlyOnce
        void plain(String payload) throws IOException {
            handle("plain", payload);
        }

        @Incoming("orm")
        @ExactlyOnce
        @Transactional
        void orm(String payload) {
            Effect effect = new Effect();
            effect.payload = payload;
            entities.persist(effect);
        }

        @Incoming("unordered")
        @ExactlyOnce
        @Blocking(ordered = false)
        void unordered(String payload) throws IOException {
            handle("unordered", payload);
        }

        @Incoming("virtual")
        @ExactlyOnce
        @RunOnVirtualThread
        void virtual(String payload) throws IOException {
            handle("virtual", payload);
        }

        @Incoming("batch")
        @ExactlyOnce
        @Blocking
        void batch(List<String> payloads, IncomingNatsBatchMetadata metadata) throws IOException {
            for (int i = 0; i < payloads.size(); i++) {
                handle("batch", payloads.get(i));
                if (metadata.messages().get(i).streamSequence() != Long.parseLong(payloads.get(i))) {
                    mismatches.add(payloads.get(i));
                }
            }
        }

        @Incoming("checked")
        @ExactlyOnce
        @Transactional
        void checked(String payload) throws IOException {
            handle("checked", payload);
        }

        @Incoming("marked")
        @ExactlyOnce
        void marked(String payload) throws Exception {
            try {
                handle("marked", payload);
            } catch (IOException e) {
                transactions.setRollbackOnly();
            }
        }

        @Incoming("kept")
        @ExactlyOnce
        @Transactional(dontRollbackOn = IOException.class)
        void kept(String payload) throws IOException {
            handle("kept", payload);
        }

        @Incoming("fails")
        @ExactlyOnce
        void fails(String payload) throws IOException {
            handle("fails", payload);
        }

        @Incoming("slow")
        @ExactlyOnce
        @Blocking(ordered = false)
        void slow(String payload) throws Exception {
            handle("slow", payload);
            new java.util.concurrent.CountDownLatch(1).await(2500, java.util.concurrent.TimeUnit.MILLISECONDS);
        }

        @Incoming("nested")
        @ExactlyOnce
        void nested(String payload) throws IOException {
            other.add("nested-own", payload);
            handle("nested", payload);
        }

        @Incoming("keys")
        @ExactlyOnce
        void keys(String payload, IncomingNatsMetadata metadata) throws IOException {
            keys.add(metadata.idempotencyKey());
            handle("keys", payload);
        }
    }
}
