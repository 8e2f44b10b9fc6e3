package io.quarkiverse.messaging.nats.runtime.jdbc;

import static io.quarkiverse.messaging.nats.runtime.i18n.JdbcStoreErrors.JDBC;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

import javax.sql.DataSource;

import io.quarkiverse.messaging.nats.runtime.config.NatsConfig;
import io.quarkiverse.messaging.nats.runtime.config.SequenceStoreConfig;
import io.quarkiverse.messaging.nats.spi.ProcessedSequences;
import io.quarkiverse.messaging.nats.spi.SequenceStore;
import io.quarkus.agroal.DataSource.DataSourceLiteral;
import io.smallrye.common.annotation.Identifier;

/** Remembers in the application's database, in the transaction of a method that is {@code @ExactlyOnce}. */
@ApplicationScoped
@Identifier(JdbcSequenceStore.NAME)
public class JdbcSequenceStore implements SequenceStore {

    /** What is written in the configuration. */
    public static final String NAME = "jdbc";
    private static final String DEFAULT = "<default>";

    @Inject
    NatsConfig config;
    @Inject
    @Any
    Instance<DataSource> databases;
    @Inject
    ExactlyOnceMethods methods;

    @Override
    public Guarantee guarantee() {
        return Guarantee.EXACTLY_ONCE;
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public List<String> check(Wish wish) {
        List<String> mistakes = new ArrayList<>();
        List<String> others = methods.others(wish.channel());
        if (!others.isEmpty()) {
            mistakes.add(JDBC.notExactlyOnce(wish.channel(), others));
        } else if (!methods.isTaken(wish.channel())) {
            mistakes.add(JDBC.nobody(wish.channel()));
        }
        if (!database().isResolvable()) {
            mistakes.add(JDBC.noDatabase(wish.channel(), jdbc().datasource()));
        }
        return mistakes;
    }

    private SequenceStoreConfig.Jdbc jdbc() {
        return config.sequenceStore().jdbc();
    }

    private Instance<DataSource> database() {
        String name = jdbc().datasource();
        return DEFAULT.equals(name) ? databases.select(Default.Literal.INSTANCE)
                : databases.select(new DataSourceLiteral(name));
    }

    @Override
    public ProcessedSequences open(Opening opening) throws SQLException {
        DataSource database = database().get();
        Dialect dialect;
        try (Connection connection = database.getConnection()) {
            String product = connection.getMetaData().getDatabaseProductName();
            dialect = Dialect.of(product);
            if (dialect == null) {
                throw JDBC.unknownProduct(opening.channel(), product, Dialect.products());
            }
            tables(opening.channel(), connection);
        }
        return new JdbcSequences(opening.channel(), database, new Inbox(dialect, jdbc().tablePrefix(), opening.key().id()));
    }

    private void tables(String channel, Connection connection) throws SQLException {
        List<String> statements = Dialect.tables(jdbc().tablePrefix());
        if (areThere(connection)) {
            return;
        }
        if (!jdbc().createTables()) {
            throw JDBC.noTables(channel, String.join("; ", statements));
        }
        try (Statement create = connection.createStatement()) {
            for (String statement : statements) {
                create.execute(statement);
            }
        } catch (SQLException e) {
            // PostgreSQL lets two instances race into an error of its catalog.
            if (!areThere(connection)) {
                throw e;
            }
        }
    }

    private boolean areThere(Connection connection) {
        try (Statement look = connection.createStatement();
                ResultSet floor = look.executeQuery("SELECT 1 FROM " + jdbc().tablePrefix() + "inbox_floor WHERE 1 = 0");
                Statement lookAgain = connection.createStatement();
                ResultSet inbox = lookAgain.executeQuery("SELECT 1 FROM " + jdbc().tablePrefix() + "inbox WHERE 1 = 0")) {
            return !floor.next() && !inbox.next();
        } catch (SQLException e) {
            return false;
        }
    }
}
