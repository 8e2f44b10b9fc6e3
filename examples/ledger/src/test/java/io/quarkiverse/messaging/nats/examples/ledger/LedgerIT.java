package io.quarkiverse.messaging.nats.examples.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkiverse.messaging.nats.testing.PostgresServer;

/** The application is killed while it moves money; in the end every account has what it must have. */
class LedgerIT {

    private static final int ACCOUNTS = 10;
    private static final long BEGIN = 1_000;
    private static final int TRANSFERS = 3_000;
    private static final int KILLS = 6;

    @Test
    void everyAccountHasWhatItMustHave() throws IOException {
        try (NatsServer nats = NatsServer.start();
                PostgresServer database = PostgresServer.start();
                NatsProbe probe = new NatsProbe(nats)) {
            PostgresServer.execute(database.url(), "CREATE TABLE accounts (id INT PRIMARY KEY, balance BIGINT NOT NULL)",
                    "INSERT INTO accounts SELECT id, " + BEGIN + " FROM generate_series(1, " + ACCOUNTS + ") AS id");
            probe.createStream(StreamConfiguration.builder().name("TRANSFERS").subjects("transfers")
                    .storageType(StorageType.File).build());
            long[] expected = publish(probe);
            List<Process> tellers = new ArrayList<>(List.of(start(nats, database), start(nats, database)));
            try {
                for (int kill = 1; kill <= KILLS; kill++) {
                    long handled = (long) TRANSFERS * kill / (KILLS + 2);
                    long recorded = await().atMost(Duration.ofSeconds(60)).until(() -> recorded(database), n -> n >= handled);
                    System.out.println("A teller is killed after transfer " + recorded + " of " + TRANSFERS);
                    tellers.get(kill % 2).destroyForcibly().onExit().join();
                    tellers.set(kill % 2, start(nats, database));
                }
                await().atMost(Duration.ofSeconds(90)).until(() -> probe.isDrained("TRANSFERS", "ledger__tellers"));
            } finally {
                tellers.forEach(teller -> teller.destroyForcibly().onExit().join());
            }
            for (int account = 1; account <= ACCOUNTS; account++) {
                assertThat(database.count("SELECT balance FROM accounts WHERE id = " + account)).as("account %d", account)
                        .isEqualTo(expected[account]);
            }
            assertThat(database.count("SELECT SUM(balance) FROM accounts")).isEqualTo(ACCOUNTS * BEGIN);
            System.out.println(ACCOUNTS + " accounts, each with what the list of transfers says");
        }
    }

    private static long[] publish(NatsProbe probe) {
        long[] expected = new long[ACCOUNTS + 1];
        java.util.Arrays.fill(expected, BEGIN);
        Random random = new Random(42);
        probe.publishAll("transfers", 1, TRANSFERS, number -> {
            int from = 1 + random.nextInt(ACCOUNTS);
            int to = 1 + (from + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
            long amount = 1 + random.nextInt(100);
            expected[from] -= amount;
            expected[to] += amount;
            return "{\"from\":" + from + ",\"to\":" + to + ",\"amount\":" + amount + "}";
        });
        return expected;
    }

    /** How many transfers are recorded, or were and are below the floor. */
    private static long recorded(PostgresServer database) {
        try {
            return database.count("SELECT GREATEST((SELECT COALESCE(MAX(seq), 0) FROM nats_inbox), "
                    + "(SELECT COALESCE(MAX(floor), 0) FROM nats_inbox_floor))");
        } catch (IllegalStateException e) {
            return 0; // the tables are made by the first one that starts
        }
    }

    private static Process start(NatsServer nats, PostgresServer database) throws IOException {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx160m",
                "-XX:TieredStopAtLevel=1", "-Dquarkus.messaging.nats.servers=" + nats.url(),
                "-Dquarkus.datasource.jdbc.url=" + database.url(), "-jar",
                Path.of("target", "quarkus-app", "quarkus-run.jar").toAbsolutePath().toString()).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(Path.of("target", "tellers.log").toFile())).start();
    }
}
