package io.quarkiverse.messaging.nats.runtime.transactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfoOptions;
import io.nats.client.impl.Headers;
import io.quarkiverse.messaging.nats.contract.SharedStoreContract;
import io.quarkiverse.messaging.nats.spi.AtomicSequences;
import io.quarkiverse.messaging.nats.spi.AtomicSequences.Output;
import io.quarkiverse.messaging.nats.spi.ConsumerKey;
import io.quarkiverse.messaging.nats.spi.NotClaimedException;
import io.quarkiverse.messaging.nats.spi.ProcessedSequences;
import io.quarkiverse.messaging.nats.spi.ProcessedSequences.Verdict;
import io.quarkiverse.messaging.nats.spi.SequenceStore.Opening;
import io.quarkiverse.messaging.nats.spi.StreamPosition;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;

/** The store {@code nats-stream} keeps the contract: outputs and markers are stored together, once, whoever tries. */
class BatchStoreTest extends SharedStoreContract {

    private static final NatsServer SERVER = NatsServer.start();
    private static final NatsProbe PROBE = new NatsProbe(SERVER);

    private volatile boolean failing;

    @BeforeAll
    static void stream() {
        PROBE.createStream(StreamConfiguration.builder().name("OUT").subjects("out", "out.>").storageType(StorageType.File)
                .allowAtomicPublish(true).allowMessageTtl(true).build());
    }

    @AfterAll
    static void stop() {
        PROBE.close();
        SERVER.close();
    }

    private Opening opening(ConsumerKey of) {
        return new Opening("orders", of, () -> failing ? null : PROBE.connection(), 1, Duration.ofSeconds(1));
    }

    @Override
    protected AtomicSequences open(ConsumerKey of) throws Exception {
        return (AtomicSequences) BatchSequenceStore.open(opening(of), "out", "_eo", "never");
    }

    private AtomicSequences begun(String durable) throws Exception {
        AtomicSequences record = open(new ConsumerKey("ORDERS", durable));
        record.begin(null, CREATED, CONSUMER, new StreamPosition(0, CREATED));
        return record;
    }

    private static Output output(String subject, String text) {
        return new Output(subject, new Headers(), text.getBytes());
    }

    private static long stored(String subject) throws Exception {
        return PROBE.management().getStreamInfo("OUT", StreamInfoOptions.filterSubjects(subject)).getStreamState()
                .getSubjectMap().getOrDefault(subject, 0L);
    }

    @Override
    protected Verdict process(ProcessedSequences record, StreamPosition position) throws Exception {
        Verdict claimed = record.claim(position).toCompletableFuture().get(10, TimeUnit.SECONDS);
        if (claimed != Verdict.PROCESS) {
            return claimed;
        }
        try {
            boolean stored = ((AtomicSequences) record).commit(List.of(position), List.of(output("out", "x")))
                    .toCompletableFuture().get(30, TimeUnit.SECONDS);
            record.done(position).toCompletableFuture().get(10, TimeUnit.SECONDS);
            return stored ? Verdict.PROCESS : Verdict.DONE;
        } catch (ExecutionException e) {
            return NotClaimedException.in(e).verdict();
        }
    }

    /** Looks at the marker, as a commit would find it. */
    @Override
    protected Verdict ask(ProcessedSequences record, StreamPosition position) throws Exception {
        Verdict claimed = record.claim(position).toCompletableFuture().get(10, TimeUnit.SECONDS);
        if (claimed != Verdict.PROCESS) {
            return claimed;
        }
        String end = "." + position.sequence();
        for (String subject : PROBE.management().getStreamInfo("OUT", StreamInfoOptions.filterSubjects("out._eo.>"))
                .getStreamState().getSubjectMap().keySet()) {
            if (subject.endsWith(end) && subject.startsWith(((BatchSequences) record).prefix())) {
                MessageInfo marker = PROBE.management().getLastMessage("OUT", subject);
                return Markers.isOf(position, marker.getData()) ? Verdict.DONE : Verdict.FOREIGN;
            }
        }
        return Verdict.PROCESS;
    }

    @Test
    void ofRivalCommittersOneStores() throws Exception {
        AtomicSequences[] rivals = { begun("rivals"), open(new ConsumerKey("ORDERS", "rivals")),
                open(new ConsumerKey("ORDERS", "rivals")) };
        List<CompletableFuture<Boolean>> outcomes = new ArrayList<>();
        for (int i = 1; i <= 60; i++) {
            for (AtomicSequences rival : rivals) {
                outcomes.add(
                        rival.commit(List.of(message(i)), List.of(output("out.rivals", "a" + i), output("out.rivals", "b" + i)))
                                .toCompletableFuture());
            }
        }
        long winners = 0;
        for (CompletableFuture<Boolean> outcome : outcomes) {
            winners += outcome.get(60, TimeUnit.SECONDS) ? 1 : 0;
        }
        assertThat(winners).isEqualTo(60);
        assertThat(stored("out.rivals")).isEqualTo(120);
    }

    /** A group is refused when one of its sources was processed before: then each is committed alone. */
    @Test
    void whatWasProcessedBeforeDoesNotHoldUpTheOthers() throws Exception {
        AtomicSequences record = begun("group");
        assertThat(record.commit(List.of(message(5)), List.of(output("out.group", "5"))).toCompletableFuture().get(10,
                TimeUnit.SECONDS)).isTrue();
        List<CompletableFuture<Boolean>> outcomes = new ArrayList<>();
        for (int i = 1; i <= 10; i++) {
            outcomes.add(record.commit(List.of(message(i)), List.of(output("out.group", "" + i))).toCompletableFuture());
        }
        for (int i = 1; i <= 10; i++) {
            assertThat(outcomes.get(i - 1).get(30, TimeUnit.SECONDS)).as("%d", i).isEqualTo(i != 5);
        }
        assertThat(stored("out.group")).isEqualTo(10);
    }

    @Test
    void withoutAnOutputTheMarkerIsStoredAlone() throws Exception {
        AtomicSequences record = begun("alone");
        record.done(message(1)).toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertThat(record.commit(List.of(message(1)), List.of(output("out.alone", "late"))).toCompletableFuture().get(10,
                TimeUnit.SECONDS)).isFalse();
        assertThat(stored("out.alone")).isZero();
    }

    /** Names in which the same characters are divided in another place. */
    @Test
    void twoDurablesShareNoMarkers() throws Exception {
        for (ConsumerKey key : List.of(new ConsumerKey("A_B", "C"), new ConsumerKey("A", "B_C"))) {
            AtomicSequences record = open(key);
            record.begin(null, CREATED, CONSUMER, new StreamPosition(0, CREATED));
            assertThat(record.commit(List.of(message(1)), List.of(output("out.names", key.stream()))).toCompletableFuture()
                    .get(10, TimeUnit.SECONDS)).as("%s", key).isTrue();
        }
        assertThat(stored("out.names")).isEqualTo(2);
    }

    /** It fits by itself, but not with what a batch adds; the others of its group are stored. */
    @Test
    void whatIsTooLargeForABatchIsRefusedAlone() throws Exception {
        AtomicSequences record = begun("large");
        Output large = new Output("out.large", new Headers(), new byte[(int) PROBE.connection().getMaxPayload() - 10]);
        CompletableFuture<Boolean> small = record.commit(List.of(message(1)), List.of(output("out.large", "1")))
                .toCompletableFuture();
        CompletableFuture<Boolean> refused = record.commit(List.of(message(2)), List.of(large)).toCompletableFuture();
        CompletableFuture<Boolean> after = record.commit(List.of(message(3)), List.of(output("out.large", "3")))
                .toCompletableFuture();
        assertThatThrownBy(() -> refused.get(10, TimeUnit.SECONDS)).hasMessageContaining("are more than the server takes");
        assertThat(small.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(after.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(stored("out.large")).isEqualTo(2);
    }

    @Test
    void moreThanABatchHoldsIsRefused() throws Exception {
        AtomicSequences record = begun("many");
        List<Output> outputs = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            outputs.add(output("out.many", "" + i));
        }
        assertThatThrownBy(() -> record.commit(List.of(message(1)), outputs).toCompletableFuture().get(10, TimeUnit.SECONDS))
                .hasMessageContaining(
                        "Channel `orders`: 1000 outputs of one message are more than the 999 that an atomic batch "
                                + "can hold beside its markers");
        assertThat(record.commit(List.of(message(1)), outputs.subList(0, 999)).toCompletableFuture().get(30, TimeUnit.SECONDS))
                .isTrue();
        assertThat(stored("out.many")).isEqualTo(999);
    }

    private static void assertRefused(String outputs, String sentence) {
        Opening opening = new Opening("orders", new ConsumerKey("ORDERS", "shop"), PROBE::connection, 1, Duration.ofSeconds(1));
        assertThatThrownBy(() -> BatchSequenceStore.open(opening, outputs, "_eo", "never")).hasMessageContaining(sentence);
    }

    @Test
    void aStreamThatCantHoldMarkersIsRefused() throws Exception {
        PROBE.createStream(
                StreamConfiguration.builder().name("PLAIN").subjects("plain.>").storageType(StorageType.File).build());
        assertRefused("plain.orders",
                "Channel `orders`: the stream `PLAIN` of the outputs does not allow atomic batches, so that "
                        + "its messages would be stored one by one; write `quarkus.messaging.nats.streams.\"PLAIN\".allow-atomic-publish=true`");
        PROBE.createStream(StreamConfiguration.builder().name("NARROW").subjects("narrow").storageType(StorageType.File)
                .allowAtomicPublish(true).build());
        assertRefused("narrow", "no stream, or more than one, stores `narrow._eo.ORDERS.shop.>`, where the sequence store "
                + "`nats-stream` keeps its markers");
        PROBE.createStream(StreamConfiguration.builder().name("AGES").subjects("ages.>").storageType(StorageType.File)
                .maxAge(Duration.ofDays(1)).allowAtomicPublish(true).build());
        assertRefused("ages.orders", "the stream `AGES` of the outputs forgets messages after PT24H");
        PROBE.createStream(StreamConfiguration.builder().name("LIMITED").subjects("limited.>").storageType(StorageType.File)
                .maxMessages(1000).allowAtomicPublish(true).build());
        assertRefused("limited.orders", "the stream `LIMITED` of the outputs makes room by discarding old messages");
        PROBE.createStream(StreamConfiguration.builder().name("READ").subjects("read.>").storageType(StorageType.File)
                .allowAtomicPublish(true).build());
        PROBE.management().createConsumer("READ", ConsumerConfiguration.builder().durable("all").build());
        assertRefused("read.orders",
                "Channel `orders`: the consumer `all` of the stream `READ` would be given the markers of the "
                        + "sequence store `nats-stream`, on `read.orders._eo.ORDERS.shop.>`; give it a filter that leaves them out");
    }

    @Test
    void anOlderServerIsRefused() {
        try (NatsServer old = NatsServer.ofVersion("2.10"); NatsProbe probe = new NatsProbe(old)) {
            Opening opening = new Opening("orders", new ConsumerKey("ORDERS", "shop"), probe::connection, 1,
                    Duration.ofSeconds(1));
            assertThatThrownBy(() -> BatchSequenceStore.open(opening, "out", "_eo", "never"))
                    .hasMessageContaining("which needs nats-server 2.12.1 or newer, but the server is 2.10");
        }
    }

    @Override
    protected boolean makeFail(boolean fail) {
        return false; // it is tried again until it succeeds
    }
}
