package io.quarkiverse.messaging.nats.runtime.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.messaging.nats.runtime.sequence.SequenceSet;
import io.quarkiverse.messaging.nats.spi.ProcessedSequences.Known;
import io.quarkiverse.messaging.nats.spi.ProcessedSequences.Verdict;
import io.quarkiverse.messaging.nats.spi.StreamPosition;

/** The statements on the two tables, for one subscription. Every one runs in the caller's transaction. */
final class Inbox {

    /** How a row came about. */
    static final String DONE = "D";
    static final String DEAD = "X";

    private final Dialect dialect;
    private final String prefix;
    private final String id;

    Inbox(Dialect dialect, String prefix, String id) {
        this.dialect = dialect;
        this.prefix = prefix;
        this.id = id;
    }

    /**
     * Records messages, in one batch. A rival that has recorded one and not committed is waited for.
     *
     * @return a verdict for each
     */
    List<Verdict> record(Connection connection, List<StreamPosition> positions, String state) throws SQLException {
        lockFloor(connection);
        int[] inserted;
        try (PreparedStatement insert = connection.prepareStatement(dialect.insert().formatted(prefix))) {
            for (StreamPosition position : positions) {
                insert.setString(1, id);
                insert.setLong(2, position.sequence());
                insert.setLong(3, SequenceSet.nanos(position.storedAt()));
                insert.setString(4, state);
                insert.setString(5, id);
                insert.setLong(6, position.sequence());
                if (dialect.insertRepeatsSequence()) {
                    insert.setLong(7, position.sequence());
                }
                insert.addBatch();
            }
            inserted = insert.executeBatch();
        }
        List<Verdict> verdicts = new ArrayList<>(positions.size());
        for (int i = 0; i < inserted.length; i++) {
            verdicts.add(inserted[i] == 1 ? Verdict.PROCESS : whyNot(connection, positions.get(i)));
        }
        return verdicts;
    }

    private void lockFloor(Connection connection) throws SQLException {
        if (dialect.guard() != null) {
            try (PreparedStatement guard = connection.prepareStatement(dialect.guard().formatted(prefix))) {
                guard.setString(1, id);
                guard.executeQuery().close();
            }
        }
    }

    private Verdict whyNot(Connection connection, StreamPosition position) throws SQLException {
        long time = SequenceSet.nanos(position.storedAt());
        try (PreparedStatement row = connection
                .prepareStatement("SELECT stored_at FROM " + prefix + "inbox WHERE consumer_id = ? AND seq = ?")) {
            row.setString(1, id);
            row.setLong(2, position.sequence());
            try (ResultSet found = row.executeQuery()) {
                if (found.next()) {
                    return found.getLong(1) == time ? Verdict.DONE : Verdict.FOREIGN;
                }
            }
        }
        try (PreparedStatement row = connection.prepareStatement(
                "SELECT floor, floor_stored_at FROM " + prefix + "inbox_floor WHERE consumer_id = ?")) {
            row.setString(1, id);
            try (ResultSet found = row.executeQuery()) {
                if (!found.next() || position.sequence() > found.getLong(1)) {
                    return Verdict.BUSY; // somebody forgets the record at this moment
                }
                // Every message below the floor was stored before the last one that was recorded there.
                return time > found.getLong(2) ? Verdict.FOREIGN : Verdict.DONE;
            }
        }
    }

    /** @return {@code null} where there is no record */
    Known known(Connection connection) throws SQLException {
        try (PreparedStatement row = connection.prepareStatement("SELECT stream_created, consumer_created, floor,"
                + " floor_stored_at FROM " + prefix + "inbox_floor WHERE consumer_id = ?")) {
            row.setString(1, id);
            try (ResultSet found = row.executeQuery()) {
                if (!found.next()) {
                    return null;
                }
                StreamPosition floor = new StreamPosition(found.getLong(3), SequenceSet.instant(found.getLong(4)));
                return new Known(Instant.parse(found.getString(1)), Instant.parse(found.getString(2)), floor,
                        highest(connection, floor));
            }
        }
    }

    private StreamPosition highest(Connection connection, StreamPosition floor) throws SQLException {
        try (PreparedStatement row = connection.prepareStatement("SELECT seq, stored_at FROM " + prefix
                + "inbox WHERE consumer_id = ? AND seq > ? ORDER BY seq DESC FETCH FIRST 1 ROWS ONLY")) {
            row.setString(1, id);
            row.setLong(2, floor.sequence());
            try (ResultSet found = row.executeQuery()) {
                return found.next() ? new StreamPosition(found.getLong(1), SequenceSet.instant(found.getLong(2))) : floor;
            }
        }
    }

    /** Two instances may begin at once: the floor's row is there once. */
    void begin(Connection connection, Known replaced, Instant streamCreated, Instant consumerCreated, StreamPosition floor)
            throws SQLException {
        if (replaced != null) {
            if (update(connection, "DELETE FROM " + prefix + "inbox_floor WHERE consumer_id = ? AND stream_created = ?"
                    + " AND floor = ? AND floor_stored_at = ?", id, replaced.streamCreated().toString(),
                    replaced.floor().sequence(), SequenceSet.nanos(replaced.floor().storedAt())) == 0) {
                return;
            }
            update(connection, "DELETE FROM " + prefix + "inbox WHERE consumer_id = ?", id);
        }
        update(connection, "INSERT INTO " + prefix + "inbox_floor (consumer_id, stream_created, consumer_created, floor,"
                + " floor_stored_at) VALUES (?, ?, ?, ?, ?)", id, streamCreated.toString(), consumerCreated.toString(),
                floor.sequence(), SequenceSet.nanos(floor.storedAt()));
    }

    /** The lock waits for every transaction that saw the old floor; a stalled one then finds its row, or the new floor. */
    void compact(Connection connection, long floor, Instant consumerCreated) throws SQLException {
        if (dialect.shortLocks() != null) {
            try (PreparedStatement locks = connection.prepareStatement(dialect.shortLocks())) {
                locks.execute();
            }
        }
        try (PreparedStatement lock = connection.prepareStatement(
                "SELECT floor FROM " + prefix + "inbox_floor WHERE consumer_id = ? FOR UPDATE")) {
            lock.setString(1, id);
            lock.executeQuery().close();
        }
        update(connection, "UPDATE " + prefix + "inbox_floor SET consumer_created = ? WHERE consumer_id = ?"
                + " AND consumer_created <> ?", consumerCreated.toString(), id, consumerCreated.toString());
        update(connection, "UPDATE " + prefix + "inbox_floor SET floor = ?, floor_stored_at = GREATEST(floor_stored_at,"
                + " COALESCE((SELECT MAX(stored_at) FROM " + prefix + "inbox WHERE consumer_id = ? AND seq <= ?), 0))"
                + " WHERE consumer_id = ? AND floor < ?", floor, id, floor, id, floor);
        // What was put aside is kept, for whoever asks what became of it.
        update(connection, "DELETE FROM " + prefix + "inbox WHERE consumer_id = ? AND state = '" + DONE + "' AND seq <="
                + " (SELECT floor FROM " + prefix + "inbox_floor WHERE consumer_id = ?)", id, id);
    }

    long entries(Connection connection) throws SQLException {
        try (PreparedStatement count = connection.prepareStatement("SELECT COUNT(*) FROM " + prefix + "inbox i JOIN " + prefix
                + "inbox_floor f ON f.consumer_id = i.consumer_id WHERE i.consumer_id = ? AND i.seq > f.floor")) {
            count.setString(1, id);
            try (ResultSet found = count.executeQuery()) {
                found.next();
                return found.getLong(1);
            }
        }
    }

    private static int update(Connection connection, String statement, Object... values) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(statement)) {
            for (int i = 0; i < values.length; i++) {
                update.setObject(i + 1, values[i]);
            }
            return update.executeUpdate();
        }
    }
}
