package io.quarkiverse.messaging.nats.runtime.jdbc;

import static io.quarkiverse.messaging.nats.runtime.i18n.JdbcStoreErrors.JDBC;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import javax.sql.DataSource;

import io.quarkiverse.messaging.nats.spi.NotClaimedException;
import io.quarkiverse.messaging.nats.spi.ProcessedSequences;
import io.quarkiverse.messaging.nats.spi.StreamPosition;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/**
 * A record in the application's database. That a message is processed is written by {@link #recordInTransaction}, in the
 * transaction of its method; that one will not be, in a transaction of its own.
 */
final class JdbcSequences implements ProcessedSequences {

    private static final CompletionStage<Verdict> PROCESS = CompletableFuture.completedFuture(Verdict.PROCESS);
    private static final CompletionStage<Void> RECORDED = CompletableFuture.completedFuture(null);

    private final String channel;
    private final DataSource database;
    private final Inbox inbox;

    JdbcSequences(String channel, DataSource database, Inbox inbox) {
        this.channel = channel;
        this.database = database;
        this.inbox = inbox;
    }

    /**
     * To be called first in the method's transaction.
     *
     * @return for each message whether it is to be processed
     */
    boolean[] recordInTransaction(List<StreamPosition> positions) {
        List<Verdict> verdicts;
        try (Connection connection = database.getConnection()) {
            verdicts = inbox.record(connection, positions, Inbox.DONE);
        } catch (SQLException e) {
            throw new NotClaimedException(Verdict.BUSY, JDBC.notRecorded(channel, positions.get(0).sequence()),
                    isBusy(e) ? null : e);
        }
        boolean[] process = new boolean[verdicts.size()];
        for (int i = 0; i < process.length; i++) {
            Verdict verdict = verdicts.get(i);
            StreamPosition position = positions.get(i);
            if (verdict == Verdict.FOREIGN) {
                throw new NotClaimedException(verdict, JDBC.foreign(channel, position.sequence(), position.storedAt()), null);
            }
            if (verdict == Verdict.BUSY) {
                throw new NotClaimedException(verdict, JDBC.notRecorded(channel, position.sequence()), null);
            }
            process[i] = verdict == Verdict.PROCESS;
        }
        return process;
    }

    private static boolean isBusy(SQLException failure) {
        for (SQLException next = failure; next != null; next = next.getNextException()) {
            if (Dialect.isBusy(next) || next.getCause() instanceof SQLException cause && Dialect.isBusy(cause)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Known known() throws SQLException {
        try (Connection connection = database.getConnection()) {
            return inbox.known(connection);
        }
    }

    @Override
    public void begin(Known replaced, Instant streamCreated, Instant consumerCreated, StreamPosition floor) throws Exception {
        try {
            inTransaction(connection -> inbox.begin(connection, replaced, streamCreated, consumerCreated, floor));
        } catch (SQLException e) {
            if (!Dialect.isDuplicate(e)) {
                throw e;
            }
        }
    }

    @Override
    public CompletionStage<Verdict> claim(StreamPosition position) {
        return PROCESS; // asked in the method's transaction
    }

    @Override
    public CompletionStage<Void> done(StreamPosition position) {
        return RECORDED; // by the method's transaction
    }

    @Override
    public CompletionStage<Void> dead(StreamPosition position) {
        CompletableFuture<Void> recorded = new CompletableFuture<>();
        Infrastructure.getDefaultWorkerPool().execute(() -> {
            try {
                inTransaction(connection -> inbox.record(connection, List.of(position), Inbox.DEAD));
                recorded.complete(null);
            } catch (Exception e) {
                recorded.completeExceptionally(e);
            }
        });
        return recorded;
    }

    @Override
    public void release(StreamPosition position) {
        // its transaction was rolled back, or never began
    }

    @Override
    public void compact(long floor, Instant consumerCreated) throws Exception {
        try {
            inTransaction(connection -> inbox.compact(connection, floor, consumerCreated));
        } catch (SQLException e) {
            if (!Dialect.isBusy(e)) {
                throw e;
            }
            // A long transaction of the application holds the floor: the next round does it.
        }
    }

    @Override
    public long entries() throws SQLException {
        try (Connection connection = database.getConnection()) {
            return inbox.entries(connection);
        }
    }

    @Override
    public void close() {
        // the connections are the pool's
    }

    private interface Step {
        void run(Connection connection) throws SQLException;
    }

    private void inTransaction(Step step) throws Exception {
        Callable<SQLException> work = () -> {
            try (Connection connection = database.getConnection()) {
                step.run(connection);
                return null;
            } catch (SQLException e) {
                QuarkusTransaction.setRollbackOnly();
                return e;
            }
        };
        SQLException failure = QuarkusTransaction.requiringNew().call(work);
        if (failure != null) {
            throw failure;
        }
    }
}
