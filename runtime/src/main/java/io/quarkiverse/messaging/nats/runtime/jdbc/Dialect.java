package io.quarkiverse.messaging.nats.runtime.jdbc;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/**
 * What a database product understands. The floor is read under a shared lock by the statement that inserts, so that a
 * compaction waits for all transactions that saw the old one.
 *
 * @param product as the driver calls it
 * @param guard read before each insert, to lock the floor where the insert itself can't, or {@code null}
 * @param insert parameters: consumer, sequence, time, state, consumer, sequence
 * @param shortLocks keeps a compaction from waiting long, or {@code null}
 */
record Dialect(String product, String guard, String insert, String shortLocks) {

    /** Somebody else works on it, or a conflict made the database give up: serialization, deadlock, lock timeout. */
    private static final Set<String> BUSY = Set.of("40001", "40P01", "55P03", "HYT00");
    private static final String UNIQUE = "23505";

    static final Dialect POSTGRESQL = new Dialect("PostgreSQL", null,
            "INSERT INTO %1$sinbox (consumer_id, seq, stored_at, state, done_at)"
                    + " SELECT ?, ?, ?, ?, CURRENT_TIMESTAMP FROM %1$sinbox_floor WHERE consumer_id = ? AND floor < ?"
                    + " FOR SHARE ON CONFLICT DO NOTHING",
            "SET LOCAL lock_timeout = '1s'");

    /** For tests: it locks the whole floor row, one transaction after another. */
    static final Dialect H2 = new Dialect("H2", "SELECT floor FROM %1$sinbox_floor WHERE consumer_id = ? FOR UPDATE",
            "INSERT INTO %1$sinbox (consumer_id, seq, stored_at, state, done_at)"
                    + " SELECT ?, ?, ?, ?, CURRENT_TIMESTAMP FROM %1$sinbox_floor f WHERE f.consumer_id = ? AND f.floor < ?"
                    + " AND NOT EXISTS (SELECT 1 FROM %1$sinbox i WHERE i.consumer_id = f.consumer_id AND i.seq = ?)",
            null);

    private static final List<Dialect> ALL = List.of(POSTGRESQL, H2);

    /** @return {@code null} for a product that is not known */
    static Dialect of(String product) {
        return ALL.stream().filter(dialect -> dialect.product().equals(product)).findFirst().orElse(null);
    }

    static List<String> products() {
        return ALL.stream().map(Dialect::product).toList();
    }

    /** The statements that make the tables. */
    static List<String> tables(String prefix) {
        return List.of(
                "CREATE TABLE IF NOT EXISTS " + prefix + "inbox_floor (consumer_id VARCHAR(600) PRIMARY KEY,"
                        + " stream_created VARCHAR(40) NOT NULL, consumer_created VARCHAR(40) NOT NULL,"
                        + " floor BIGINT NOT NULL, floor_stored_at BIGINT NOT NULL)",
                "CREATE TABLE IF NOT EXISTS " + prefix + "inbox (consumer_id VARCHAR(600) NOT NULL, seq BIGINT NOT NULL,"
                        + " stored_at BIGINT NOT NULL, state CHAR(1) NOT NULL, done_at TIMESTAMP WITH TIME ZONE NOT NULL,"
                        + " PRIMARY KEY (consumer_id, seq))");
    }

    boolean insertRepeatsSequence() {
        return this == H2;
    }

    static boolean isBusy(SQLException failure) {
        return failure.getSQLState() != null && BUSY.contains(failure.getSQLState());
    }

    static boolean isDuplicate(SQLException failure) {
        return UNIQUE.equals(failure.getSQLState());
    }
}
