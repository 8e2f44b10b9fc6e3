package io.quarkiverse.messaging.nats.runtime.kv;

import static io.quarkiverse.messaging.nats.spi.ProcessedSequences.Verdict.BUSY;
import static io.quarkiverse.messaging.nats.spi.ProcessedSequences.Verdict.DONE;
import static io.quarkiverse.messaging.nats.spi.ProcessedSequences.Verdict.PROCESS;
import static io.quarkiverse.messaging.nats.spi.ProcessedSequences.Verdict.UNCERTAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import io.nats.client.PurgeOptions;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.KeyValueConfiguration;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfoOptions;
import io.quarkiverse.messaging.nats.contract.SharedStoreContract;
import io.quarkiverse.messaging.nats.spi.ConsumerKey;
import io.quarkiverse.messaging.nats.spi.ProcessedSequences;
import io.quarkiverse.messaging.nats.spi.ProcessedSequences.Verdict;
import io.quarkiverse.messaging.nats.spi.SequenceStore.Opening;
import io.quarkiverse.messaging.nats.spi.StreamPosition;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;

/** The store {@code nats-kv} keeps the contract; claims of a lost instance end with their lease. */
class KvStoreTest extends SharedStoreContract {

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

    @Test
    void aLimitedBucketThatDropsIsRefused() {
        PROBE.createStream(StreamConfiguration.builder().name("KV_dropping").subjects("$KV.dropping.>").maxBytes(1 << 20)
                .maxMessagesPerSubject(1).discardPolicy(DiscardPolicy.Old).build());
        assertThatThrownBy(() -> KvSequenceStore.open(opening(ORDERS), "dropping", 1000, true))
                .hasMessageContaining("the bucket `dropping` of the sequence store `nats-kv` is limited and drops its oldest "
                        + "entries, so that it would forget what was processed");
        PROBE.createStream(StreamConfiguration.builder().name("KV_volatile").subjects("$KV.volatile.>")
                .storageType(StorageType.Memory).build());
        assertThatThrownBy(() -> KvSequenceStore.open(opening(ORDERS), "volatile", 1000, true))
                .hasMessageContaining("the bucket `volatile` of the sequence store `nats-kv` is kept in memory");
    }

    @Test
    void itsOwnBucketIsMadeToLast() throws Exception {
        open(ORDERS).close();
        StreamConfiguration made = PROBE.management().getStreamInfo("KV_sequences").getConfiguration();
        assertThat(made.getStorageType()).isEqualTo(StorageType.File);
        assertThat(made.getMaxAge()).isZero();
        assertThat(made.getMaxBytes()).isEqualTo(-1);
        assertThat(made.getDiscardPolicy()).isEqualTo(DiscardPolicy.New);
    }

    /** The connection breaks after the server got it: what became of it is not known, but it is known who asked. */
    @Test
    void aClaimWhoseAnswerWasLostIsNoOthers() throws Exception {
        LostAnswers lossy = new LostAnswers(PROBE.connection());
        ProcessedSequences record = lossy("lost-claim", lossy, 60_000);
        lossy.losing = true;
        assertThatThrownBy(() -> claim(record, message(1))).hasMessageContaining("lost");
        lossy.losing = false;
        assertThat(claim(record, message(1))).as("neither busy until the lease ends, nor uncertain").isEqualTo(PROCESS);
        record.release(message(1));
        record.close();
    }

    @Test
    void wordsWhoseAnswersWereLostAreSaidAgain() throws Exception {
        LostAnswers lossy = new LostAnswers(PROBE.connection());
        ProcessedSequences record = lossy("lost-words", lossy, 2000);
        assertThat(claim(record, message(1))).isEqualTo(PROCESS);
        lossy.losing = true;
        record.renew(message(1));
        lossy.losing = false;
        ProcessedSequences other = open(new ConsumerKey("ORDERS", "lost-words"), 2000, true);
        await().pollInterval(Duration.ofMillis(300)).during(Duration.ofSeconds(4)).atMost(Duration.ofSeconds(10)).until(() -> {
            record.renew(message(1));
            return claim(other, message(1)) == BUSY;
        });
        lossy.losing = true;
        assertThatThrownBy(() -> record.done(message(1)).toCompletableFuture().get(5, TimeUnit.SECONDS))
                .hasMessageContaining("lost");
        lossy.losing = false;
        record.done(message(1)).toCompletableFuture().get(5, TimeUnit.SECONDS);
        assertThat(claim(other, message(1))).isEqualTo(DONE);
    }

    private ProcessedSequences lossy(String durable, LostAnswers lossy, long lease) throws Exception {
        ProcessedSequences record = KvSequenceStore.open(new Opening("orders", new ConsumerKey("ORDERS", durable),
                lossy::connection, 1, Duration.ofSeconds(1)), "sequences", lease, false);
        record.begin(null, CREATED, CONSUMER, new StreamPosition(0, CREATED));
        return record;
    }

    /** Its message was processed and could not be recorded; it comes again to the same instance. */
    @Test
    void whatCouldNotBeRecordedIsNotProcessedAgainHere() throws Exception {
        ProcessedSequences record = open(new ConsumerKey("ORDERS", "unsaid"));
        record.begin(null, CREATED, CONSUMER, new StreamPosition(0, CREATED));
        assertThat(claim(record, message(1))).isEqualTo(PROCESS);
        failing = true;
        assertThatThrownBy(() -> record.done(message(1)).toCompletableFuture().get(5, TimeUnit.SECONDS))
                .hasMessageContaining("no connection");
        failing = false;
        assertThat(claim(record, message(1))).isEqualTo(DONE);
        assertThat(claim(open(new ConsumerKey("ORDERS", "unsaid")), message(1))).isEqualTo(DONE);
    }

    @Test
    void whatALostOwnerProcessedIsRecordedAllTheSame() throws Exception {
        ConsumerKey key = new ConsumerKey("ORDERS", "woken");
        ProcessedSequences frozen = open(key, 100, true);
        frozen.begin(null, CREATED, CONSUMER, new StreamPosition(0, CREATED));
        assertThat(claim(frozen, message(1))).isEqualTo(PROCESS);
        ProcessedSequences second = open(key, 60_000, true);
        await().atMost(Duration.ofSeconds(5)).until(() -> claim(second, message(1)) == PROCESS);
        frozen.done(message(1)).toCompletableFuture().get(5, TimeUnit.SECONDS);
        second.release(message(1)); // its method failed
        assertThat(claim(open(key), message(1))).isEqualTo(DONE);
    }

    @Test
    void whatIsUncertainStaysUncertain() throws Exception {
        ConsumerKey key = new ConsumerKey("ORDERS", "still-uncertain");
        ProcessedSequences lost = open(key, 100, false);
        lost.begin(null, CREATED, CONSUMER, new StreamPosition(0, CREATED));
        assertThat(claim(lost, message(1))).isEqualTo(PROCESS);
        ProcessedSequences second = open(key, 60_000, false);
        await().atMost(Duration.ofSeconds(5)).until(() -> claim(second, message(1)) == UNCERTAIN);
        second.release(message(1)); // it could not be put aside now
        await().atMost(Duration.ofSeconds(5)).until(() -> claim(second, message(1)) == UNCERTAIN);
    }

    private static Set<String> keys(String durable) throws Exception {
        String prefix = "$KV.sequences.ORDERS." + durable + ".";
        return PROBE.management().getStreamInfo("KV_sequences", StreamInfoOptions.filterSubjects(prefix + ">")).getStreamState()
                .getSubjectMap().keySet().stream().map(subject -> subject.substring(prefix.length()))
                .collect(Collectors.toSet());
    }

    @Test
    void compactionLeavesTheKeysAbove() throws Exception {
        ProcessedSequences record = open(new ConsumerKey("ORDERS", "many"));
        record.begin(null, CREATED, CONSUMER, new StreamPosition(0, CREATED));
        for (int i = 1; i <= 200; i++) {
            process(record, message(i));
        }
        record.compact(150, CONSUMER);
        assertThat(keys("many")).hasSize(51).contains("151", "200", "floor").doesNotContain("150");
        // What is above and was written before holds up what is below, until the floor passes it.
        process(record, message(300));
        for (int i = 201; i <= 250; i++) {
            process(record, message(i));
        }
        ask(record, message(301));
        record.compact(250, CONSUMER);
        assertThat(keys("many")).contains("300", "301", "floor").doesNotContain("151", "200");
        process(record, message(400));
        record.compact(300, CONSUMER);
        assertThat(keys("many")).containsExactlyInAnyOrder("301", "400", "floor");
        assertThat(ask(record, message(150))).isEqualTo(DONE);
        assertThat(ask(record, message(250))).isEqualTo(DONE);
    }

    @Test
    void namesThatAKeyCanNotHoldAreEscaped() throws Exception {
        ProcessedSequences record = open(new ConsumerKey("ORD\"ERS", "a=b\u00fc"));
        record.begin(null, CREATED, CONSUMER, new StreamPosition(0, CREATED));
        assertThat(process(record, message(1))).isEqualTo(PROCESS);
        assertThat(process(record, message(1))).isEqualTo(DONE);
        assertThat(PROBE.connection().keyValue("sequences").get("ORD=22ERS.a=3Db=C3=BC.1").getValueAsString()).startsWith("D|");
    }

    @Test
    void aRecordThatIsGoneIsNoReasonToProcess() throws Exception {
        ProcessedSequences record = open(new ConsumerKey("ORDERS", "gone"));
        record.begin(null, CREATED, CONSUMER, new StreamPosition(0, CREATED));
        process(record, message(1));
        PROBE.management().purgeStream("KV_sequences", PurgeOptions.subject("$KV.sequences.ORDERS.gone.>"));
        assertThatThrownBy(() -> claim(record, message(1)))
                .hasMessageContaining("Channel `orders`: the bucket `sequences` of the sequence store `nats-kv` has no record");
    }
}
