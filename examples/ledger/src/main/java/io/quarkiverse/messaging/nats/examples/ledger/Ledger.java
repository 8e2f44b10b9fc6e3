package io.quarkiverse.messaging.nats.examples.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import javax.sql.DataSource;

import org.eclipse.microprofile.reactive.messaging.Incoming;

import io.quarkiverse.messaging.nats.ExactlyOnce;
import io.smallrye.reactive.messaging.annotations.Blocking;

/** Both updates and the record that the transfer was made are one transaction. */
@ApplicationScoped
public class Ledger {

    @Inject
    DataSource database;

    @Incoming("transfers")
    @ExactlyOnce
    @Blocking(ordered = false)
    void transfer(Transfer transfer) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement update = connection
                        .prepareStatement("UPDATE accounts SET balance = balance + ? WHERE id = ?")) {
            // The lower account first, always: two transfers must not wait for each other.
            boolean ascending = transfer.from() < transfer.to();
            add(update, ascending ? transfer.from() : transfer.to(), ascending ? -transfer.amount() : transfer.amount());
            add(update, ascending ? transfer.to() : transfer.from(), ascending ? transfer.amount() : -transfer.amount());
        }
    }

    private static void add(PreparedStatement update, int account, long amount) throws SQLException {
        update.setLong(1, amount);
        update.setInt(2, account);
        update.executeUpdate();
    }
}
