package io.quarkiverse.messaging.nats.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.nats.client.ConsumeOptions;
import io.nats.client.IterableConsumer;
import io.nats.client.Message;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.quarkiverse.messaging.nats.testing.PostgresServer;

/** A loop with the statements of the store {@code jdbc}: a record and an effect for each message, a transaction for many. */
final class JdbcByHand {

    static final String EFFECT = "INSERT INTO effects (payload) VALUES (?)";
    static final String[] TABLES = { "CREATE TABLE effects (payload BYTEA NOT NULL)",
            "CREATE TABLE hand_floor (consumer_id VARCHAR(600) PRIMARY KEY, floor BIGINT NOT NULL)",
            "CREATE TABLE hand_inbox (consumer_id VARCHAR(600) NOT NULL, seq BIGINT NOT NULL, stored_at BIGINT NOT NULL,"
                    + " state CHAR(1) NOT NULL, done_at TIMESTAMP WITH TIME ZONE NOT NULL, PRIMARY KEY (consumer_id, seq))",
            "INSERT INTO hand_floor VALUES ('" + JdbcByHand.NAME + "', 0)" };
    static final String RECORD = "INSERT INTO hand_inbox (consumer_id, seq, stored_at, state, done_at)"
            + " SELECT ?, ?, ?, ?, CURRENT_TIMESTAMP FROM hand_floor WHERE consumer_id = ? AND floor < ?"
            + " FOR SHARE ON CONFLICT DO NOTHING";
    private static final String NAME = "raw-jdbc";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Bench bench;
    private final Stored stored;
    private final PostgresServer database;
    private final int batch;

    JdbcByHand(Bench bench, Stored stored, PostgresServer database, int batch) {
        this.bench = bench;
        this.stored = stored;
        this.database = database;
        this.batch = batch;
    }

    static void write(PreparedStatement insert, List<byte[]> payloads) throws SQLException {
        for (byte[] payload : payloads) {
            insert.setBytes(1, payload);
            insert.addBatch();
        }
        insert.executeBatch();
    }

    double[] round(int messages) throws Exception {
        bench.management().addOrUpdateConsumer(Bench.IN, ConsumerConfiguration.builder().durable(NAME)
                .filterSubject(stored.subject()).ackPolicy(AckPolicy.Explicit).maxAckPending(1024).build());
        System.gc();
        long begin = 0;
        try (Connection connection = DriverManager.getConnection(database.url());
                IterableConsumer reading = bench.connection().getStreamContext(Bench.IN).getConsumerContext(NAME)
                        .iterate(ConsumeOptions.builder().batchSize(2 * batch).build())) {
            connection.setAutoCommit(false);
            try (PreparedStatement record = connection.prepareStatement(RECORD);
                    PreparedStatement effect = connection.prepareStatement(EFFECT)) {
                for (int done = 0; done < messages;) {
                    List<Message> taken = take(reading);
                    begin = begin == 0 ? System.nanoTime() : begin;
                    record(record, taken);
                    write(effect, taken.stream().map(Message::getData).toList());
                    connection.commit();
                    taken.forEach(Message::ack);
                    done += taken.size();
                }
            }
        }
        double perSecond = messages * 1e9 / (System.nanoTime() - begin);
        stored.awaitSettled(NAME);
        bench.management().deleteConsumer(Bench.IN, NAME);
        return new double[] { perSecond };
    }

    private List<Message> take(IterableConsumer reading) throws Exception {
        List<Message> taken = new ArrayList<>(batch);
        Message next = reading.nextMessage(PATIENCE);
        while (next != null) {
            taken.add(next);
            next = taken.size() == batch ? null : reading.nextMessage(1);
        }
        return taken;
    }

    private static void record(PreparedStatement record, List<Message> taken) throws SQLException {
        for (Message message : taken) {
            record(record, message.metaData().streamSequence(), message.metaData().timestamp().toInstant().toEpochMilli());
        }
        record.executeBatch();
    }

    static void record(PreparedStatement record, long sequence, long storedAt) throws SQLException {
        record.setString(1, NAME);
        record.setLong(2, sequence);
        record.setLong(3, storedAt);
        record.setString(4, "D");
        record.setString(5, NAME);
        record.setLong(6, sequence);
        record.addBatch();
    }
}
