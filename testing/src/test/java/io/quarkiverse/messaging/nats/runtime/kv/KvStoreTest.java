package io.quarkiverse.messaging.nats.runtime.kv;

import static io.quarkiverse.messaging.nats.spi.ProcessedSequences.Verdict.BUSY;
import static io.quarkiverse.messaging.nats.spi.ProcessedSequences.Verdict.DONE;
import static io.quarkiverse.messaging.nats.spi.ProcessedSequences.Verdict.PROCESS;
import static io.quarkiverse.messaging.nats.spi.ProcessedSequences.Verdict.UNCERTAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import io.nats.client.api.KeyValueConfiguration;
import io.quarkiverse.messaging.nats.contract.SequenceStoreContract;
import io.quarkiverse.messaging.nats.spi.ConsumerKey;
import io.quarkiverse.messaging.nats.spi.ProcessedSequences;
import io.quarkiverse.messaging.nats.spi.ProcessedSequences.Verdict;
import io.quarkiverse.messaging.nats.spi.SequenceStore.Opening;
import io.quarkiverse.messaging.nats.spi.StreamPosition;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;

/** The store {@code nats-kv} keeps the contract; claims of a lost instance end with their lease. */
class KvStoreTest extends SequenceStoreContract {

    private static final NatsServer SERVER = NatsServer.start();
    private static final NatsProbe PROBE = new NatsProbe(SERVER);
    private static final ConsumerKey ORDERS = new ConsumerKey("ORDERS", "shop");

    private volatile boolean failing;

    @AfterAll
    static void stop() {
        PROBE.close();
        SERVER.close();
    }

    private Opening opening(ConsumerKey of) {
        return new Opening("orders", of, () -> failing ? null : PROBE.connection(), 1, Duration.ofSeconds(1));
    }

    private ProcessedSequences open(ConsumerKey of, long leaseMillis, boolean reprocess) throws Exception {
        return KvSequenceStore.open(opening(of), "sequences", leaseMillis, reprocess);
    }

    @Override
    protected ProcessedSequences open(ConsumerKey of) throws Exception {
        return open(of, 60_000, true);
    }

    @Override
    protected boolean makeFail(boolean fail) {
        failing = fail;
        return true;
    }

    private static Verdict claim(ProcessedSequences record, StreamPosition position) throws Exception {
        return record.claim(position).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void anotherInstanceWaitsForTheLease() throws Exception {
        ProcessedSequences lost = open(ORDERS, 1000, true);
        lost.begin(null, CREATED, CONSUMER, new StreamPosition(0, CREATED));
        assertThat(claim(lost, message(1))).isEqualTo(PROCESS);
        ProcessedSequences second = open(ORDERS, 60_000, true);
        assertThat(claim(second, message(1))).isEqualTo(BUSY);
        await().atMost(Duration.ofSeconds(5)).until(() -> claim(second, message(1)) == PROCESS);
        // The lost one wakes up: its word counts no more, and does not undo the other's.
        lost.done(message(1)).toCompletableFuture().get(5, TimeUnit.SECONDS);
        assertThat(claim(second, message(1))).isEqualTo(BUSY);
        second.done(message(1)).toCompletableFuture().get(5, TimeUnit.SECONDS);
        assertThat(claim(open(ORDERS, 1000, true), message(1))).isEqualTo(DONE);
    }

    @Test
    void aRenewedLeaseDoesNotEnd() throws Exception {
        ConsumerKey key = new ConsumerKey("ORDERS", "renewed");
        ProcessedSequences slow = open(key, 1500, true);
        slow.begin(null, CREATED, CONSUMER, new StreamPosition(0, CREATED));
        assertThat(claim(slow, message(1))).isEqualTo(PROCESS);
        ProcessedSequences second = open(key, 1500, true);
        await().pollInterval(Duration.ofMillis(300)).during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(10)).until(() -> {
            slow.renew(message(1));
            return claim(second, message(1)) == BUSY;
        });
    }

    @Test
    void whatIsUncertainMayBePutAside() throws Exception {
        ConsumerKey key = new ConsumerKey("ORDERS", "uncertain");
        ProcessedSequences lost = open(key, 200, false);
        lost.begin(null, CREATED, CONSUMER, new StreamPosition(0, CREATED));
        assertThat(claim(lost, message(1))).isEqualTo(PROCESS);
        ProcessedSequences second = open(key, 60_000, false);
        await().atMost(Duration.ofSeconds(5)).until(() -> claim(second, message(1)) == UNCERTAIN);
        second.dead(message(1)).toCompletableFuture().get(5, TimeUnit.SECONDS);
        assertThat(claim(open(key), message(1))).isEqualTo(DONE);
    }

    @Test
    void aBucketThatForgetsIsRefused() throws Exception {
        PROBE.connection().keyValueManagement()
                .create(KeyValueConfiguration.builder().name("forgetful").ttl(Duration.ofHours(1)).build());
        assertThatThrownBy(() -> KvSequenceStore.open(opening(ORDERS), "forgetful", 1000, true)).hasMessageContaining(
                "Channel `orders`: the bucket `forgetful` of the sequence store `nats-kv` has a time to live of PT1H, so that it "
                        + "would forget what was processed");
    }
}
