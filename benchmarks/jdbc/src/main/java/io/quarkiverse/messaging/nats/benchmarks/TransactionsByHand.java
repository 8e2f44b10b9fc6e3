package io.quarkiverse.messaging.nats.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.quarkiverse.messaging.nats.testing.PostgresServer;

/**
 * What the database itself needs for the record of one more message: as many transactions at once as the channel has messages
 * in flight, each with an effect, with and without the statement of the store {@code jdbc}. No messages, no Quarkus.
 */
final class TransactionsByHand implements Load {

    private static final int AT_ONCE = 32;

    private final PostgresServer database;
    private final AtomicLong sequence = new AtomicLong();

    TransactionsByHand(PostgresServer database) {
        this.database = database;
    }

    @Override
    public void clean() {
        PostgresServer.execute(database.url(), "TRUNCATE hand_inbox, effects");
    }

    Side transactions(boolean recorded) {
        return messages -> {
            List<Connection> connections = new ArrayList<>();
            ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
            try {
                for (int i = 0; i < AT_ONCE; i++) {
                    connections.add(DriverManager.getConnection(database.url()));
                }
                AtomicInteger left = new AtomicInteger(messages);
                List<Future<?>> ends = new ArrayList<>();
                long begin = System.nanoTime();
                for (Connection connection : connections) {
                    ends.add(threads.submit(() -> {
                        work(connection, left, recorded);
                        return null;
                    }));
                }
                for (Future<?> end : ends) {
                    end.get();
                }
                return new double[] { messages * 1e9 / (System.nanoTime() - begin) };
            } finally {
                threads.shutdownNow();
                for (Connection connection : connections) {
                    connection.close();
                }
            }
        };
    }

    private void work(Connection connection, AtomicInteger left, boolean recorded) throws Exception {
        connection.setAutoCommit(false);
        byte[] payload = new byte[Bench.SIZE];
        try (PreparedStatement record = connection.prepareStatement(JdbcByHand.RECORD);
                PreparedStatement effect = connection.prepareStatement(JdbcByHand.EFFECT)) {
            while (left.getAndDecrement() > 0) {
                if (recorded) {
                    JdbcByHand.record(record, sequence.incrementAndGet(), 0);
                    record.executeBatch();
                }
                JdbcByHand.write(effect, List.of(payload));
                connection.commit();
            }
        }
    }
}
