package io.quarkiverse.messaging.nats.chaos.worker;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;

import javax.sql.DataSource;

/** What was done to a message, counted by whoever looks: a row each time, in a table that allows the same row twice. */
@ApplicationScoped
public class Effects {

    @Inject
    DataSource database;

    /** In the transaction of the caller, if there is one. */
    void add(long message) {
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO effects (message_id) VALUES (?)")) {
            insert.setLong(1, message);
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** In a transaction of its own. */
    @Transactional(TxType.REQUIRES_NEW)
    void addOutside(long message) {
        add(message);
    }
}
