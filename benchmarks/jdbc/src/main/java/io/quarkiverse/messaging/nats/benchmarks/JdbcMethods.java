package io.quarkiverse.messaging.nats.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;

import javax.sql.DataSource;

import org.eclipse.microprofile.reactive.messaging.Incoming;

import io.quarkiverse.messaging.nats.ExactlyOnce;
import io.smallrye.reactive.messaging.annotations.Blocking;

/**
 * The same method with and without the store {@code jdbc}: many are on their way at once, a transaction each; and in batches.
 */
@ApplicationScoped
public class JdbcMethods {

    private static final Count JDBC = Methods.count("store-jdbc");
    private static final Count JDBC_NONE = Methods.count("store-jdbc-none");
    private static final Count JDBC_BATCH = Methods.count("store-jdbc-batch");

    @Inject
    DataSource database;

    @Incoming("store-jdbc")
    @ExactlyOnce
    @Blocking(ordered = false)
    void jdbc(byte[] payload) {
        write(List.of(payload));
        JDBC.hit(1);
    }

    @Incoming("store-jdbc-none")
    @Transactional
    @Blocking(ordered = false)
    void jdbcNone(byte[] payload) {
        write(List.of(payload));
        JDBC_NONE.hit(1);
    }

    @Incoming("store-jdbc-batch")
    @ExactlyOnce
    @Blocking
    void jdbcBatch(List<byte[]> payloads) {
        write(payloads);
        JDBC_BATCH.hit(payloads.size());
    }

    private void write(List<byte[]> payloads) {
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement(JdbcByHand.EFFECT)) {
            JdbcByHand.write(insert, payloads);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
