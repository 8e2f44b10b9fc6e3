package io.quarkiverse.messaging.nats.benchmarks;

import java.util.List;
import java.util.Map;

import io.quarkiverse.messaging.nats.testing.PostgresServer;
import io.quarkus.runtime.annotations.QuarkusMain;

/**
 * The rows with a database, in an application of their own: a transaction manager is one context more to capture at each
 * step of each message of each channel.
 */
@QuarkusMain(name = "jdbc")
public class JdbcBench {

    private static final int BATCH = 500;

    private JdbcBench() {
    }

    /** As {@link Bench#main}. */
    public static void main(String... arguments) {
        PostgresServer database = PostgresServer.startWithFsync();
        PostgresServer.execute(database.url(), JdbcByHand.TABLES);
        System.setProperty("quarkus.datasource.jdbc.url", database.url());
        Bench.begin(bench -> rows(bench, database), arguments);
    }

    private static List<Row> rows(Bench bench, PostgresServer database) {
        Stored batch = new Stored(bench, "in.store-jdbc-batch", "store-jdbc-batch__g");
        TransactionsByHand byHand = new TransactionsByHand(database);
        return List.of(new Stores(bench).row("store jdbc", "store-jdbc", "__g", 0.05),
                new Row("store jdbc, by hand", 0.05, byHand, byHand.transactions(true),
                        Map.of("the same without", byHand.transactions(false))),
                new Row("store jdbc, batch", 0.25, batch, batch.channel("store-jdbc-batch"),
                        Map.of("a loop with JDBC", new JdbcByHand(bench, batch, database, BATCH)::round)));
    }
}
