package io.quarkiverse.messaging.nats.jdbc.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.messaging.nats.spi.ConsumerKey;
import io.quarkiverse.messaging.nats.spi.ProcessedSequences;
import io.quarkiverse.messaging.nats.spi.ProcessedSequences.Verdict;
import io.quarkiverse.messaging.nats.spi.SequenceStore;
import io.quarkiverse.messaging.nats.spi.SequenceStore.Opening;
import io.quarkiverse.messaging.nats.spi.StreamPosition;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkiverse.messaging.nats.testing.PostgresServer;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.common.annotation.Identifier;

/**
 * The rules that need a database broken once each, in an interleaving that convicts the broken one and acquits the right one.
 * The
 * others are in {@code MutantsTest}.
 */
class JdbcMutantsTest {

    static final String DATABASE = PostgresServer.urlOf(JdbcMutantsTest.class);
    private static final Instant CREATED = Instant.parse("2026-11-24T05:00:00Z");
    private static final StreamPosition ONE = new StreamPosition(1, CREATED.plusSeconds(1));

    @RegisterExtension
    static final QuarkusUnitTest APP = JdbcApp.on(NatsServer.of(JdbcMutantsTest.class), DATABASE, List.of("by-hand"),
            probe -> PostgresServer.execute(DATABASE, "CREATE TABLE effects (channel VARCHAR(50), payload VARCHAR(50))"),
            ByHand.class, ExactlyOnceTest.Effects.class);

    @Inject
    @Identifier("jdbc")
    SequenceStore store;
    @Inject
    ByHand byHand;
    @Inject
    ExactlyOnceTest.Effects effects;

    private ProcessedSequences record;
    private String id;

    @BeforeEach
    void begin() throws Exception {
        id = "durable" + System.nanoTime();
        record = store.open(new Opening("by-hand", new ConsumerKey("S", id), () -> null, 1, Duration.ofSeconds(30)));
        record.begin(null, CREATED, CREATED, new StreamPosition(0, Instant.EPOCH));
    }

    private long effects() {
        return PostgresServer.count(DATABASE, "SELECT COUNT(*) FROM effects WHERE channel = '" + id + "'");
    }

    private void effect() {
        effects.add(id, "1");
    }

    /** A worker is frozen before it records; another one processes the message, and the record is made smaller; it wakes up. */
    private void frozenOverA(Runnable compaction) throws Exception {
        CountDownLatch frozen = new CountDownLatch(1);
        CountDownLatch awake = new CountDownLatch(1);
        byHand.prepare("frozen" + id, this::effect);
        CompletableFuture<Void> stalled = byHand.on(record, ONE, () -> {
            QuarkusTransaction.requiringNew().call(() -> {
                frozen.countDown();
                awake.await(20, TimeUnit.SECONDS);
                byHand.handle("frozen" + id);
                return null;
            });
            return null;
        });
        assertThat(frozen.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(byHand.process(record, ONE, this::effect)).isEqualTo(Verdict.PROCESS);
        compaction.run();
        awake.countDown();
        stalled.get(20, TimeUnit.SECONDS);
    }

    @Test
    void purgeWithoutGuard() throws Exception {
        frozenOverA(() -> {
            try {
                record.compact(1, CREATED);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(PostgresServer.count(DATABASE, "SELECT COUNT(*) FROM nats_inbox WHERE consumer_id = 'S." + id + "'"))
                .isZero();
        assertThat(effects()).isEqualTo(1);
        begin();
        frozenOverA(() -> PostgresServer.execute(DATABASE, "DELETE FROM nats_inbox WHERE consumer_id = 'S." + id + "'"));
        assertThat(effects()).as("the mutant doubles the effect").isEqualTo(2);
    }

    @Test
    void recordOutsideTheTransaction() throws Exception {
        // The process is killed after the effect; what was not committed is rolled back.
        byHand.on(record, ONE, () -> {
            byHand.prepare("killed" + id, () -> {
                effect();
                throw new IllegalStateException("killed");
            });
            byHand.handle("killed" + id);
            return null;
        }).exceptionally(killed -> null).get(20, TimeUnit.SECONDS);
        assertThat(byHand.process(record, ONE, this::effect)).isEqualTo(Verdict.PROCESS);
        assertThat(effects()).isEqualTo(1);
        begin();
        byHand.on(record, ONE, () -> {
            byHand.prepare("outside" + id, () -> {
                QuarkusTransaction.requiringNew().run(this::effect);
                throw new IllegalStateException("killed");
            });
            byHand.handle("outside" + id);
            return null;
        }).exceptionally(killed -> null).get(20, TimeUnit.SECONDS);
        byHand.process(record, ONE, () -> QuarkusTransaction.requiringNew().run(this::effect));
        assertThat(effects()).as("the mutant doubles the effect").isEqualTo(2);
    }

    @Test
    void checkedExceptionThatCommits() throws Exception {
        // The method fails with a checked exception before its effect; JTA would commit the record.
        byHand.prepare("checked" + id, () -> sneak(new java.io.IOException("told to fail")));
        byHand.on(record, ONE, () -> {
            byHand.handle("checked" + id);
            return null;
        }).exceptionally(failed -> null).get(20, TimeUnit.SECONDS);
        assertThat(byHand.process(record, ONE, this::effect)).isEqualTo(Verdict.PROCESS);
        assertThat(effects()).isEqualTo(1);
        begin();
        // The mutant: the record is committed, as JTA does with a checked exception.
        PostgresServer.execute(DATABASE, "INSERT INTO nats_inbox VALUES ('S." + id + "', 1, "
                + (ONE.storedAt().getEpochSecond() * 1_000_000_000L) + ", 'D', now())");
        assertThat(byHand.process(record, ONE, this::effect)).as("the mutant loses the message").isEqualTo(Verdict.DONE);
        assertThat(effects()).isZero();
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void sneak(Throwable failure) throws E {
        throw (E) failure;
    }
}
