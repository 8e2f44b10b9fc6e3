package io.quarkiverse.messaging.nats.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfoOptions;
import io.quarkiverse.messaging.nats.NatsTransactions;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.annotations.Blocking;

/** Several messages are stored all or none, and with the record of their source: once. */
class TransactionsTest {

    static final NatsServer SERVER = NatsServer.of(TransactionsTest.class);
    static final Duration SOON = Duration.ofSeconds(30);

    @RegisterExtension
    static final QuarkusUnitTest APP = TestApp.on(SERVER, TransactionsTest::streams, Methods.class)
            .overrideRuntimeConfigKey("mp.messaging.connector.nats.durable", "app")
            .overrideRuntimeConfigKey("mp.messaging.connector.nats.start-position", "all")
            .overrideRuntimeConfigKey("mp.messaging.connector.nats.backoff", "100ms")
            .overrideRuntimeConfigKey("mp.messaging.incoming.messages.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.messages.sequence-store", "nats-stream")
            .overrideRuntimeConfigKey("mp.messaging.incoming.payloads.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.payloads.sequence-store", "nats-stream")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.parts.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.parts.subject", "parts");

    static void streams(NatsProbe probe) {
        for (String stream : new String[] { "messages", "payloads" }) {
            probe.createStream(
                    StreamConfiguration.builder().name(stream).subjects(stream).storageType(StorageType.File).build());
        }
        probe.createStream(StreamConfiguration.builder().name("PARTS").subjects("parts", "parts.>")
                .storageType(StorageType.File).allowAtomicPublish(true).allowMessageTtl(true).build());
    }

    @Inject
    Methods methods;

    NatsProbe probe;

    @BeforeEach
    void connect() {
        probe = new NatsProbe(SERVER);
    }

    @AfterEach
    void disconnect() {
        probe.close();
    }

    private long stored() throws Exception {
        return probe.management().getStreamInfo("PARTS", StreamInfoOptions.filterSubjects("parts")).getStreamState()
                .getSubjectMap().getOrDefault("parts", 0L);
    }

    private void twice(String channel) {
        probe.publishAll(channel, 1, 20, String::valueOf);
        await().atMost(SOON).until(() -> probe.isDrained(channel, "app"));
        probe.management();
        try {
            probe.management().resetConsumer(channel, "app", 1);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        probe.publishAll(channel, 21, 25, String::valueOf);
        await().atMost(SOON).until(() -> probe.isDrained(channel, "app")
                && probe.consumer(channel, "app").getDelivered().getStreamSequence() == 25);
    }

    @Test
    void ofAMessageEachHasThreeAndTheyAppearOnce() throws Exception {
        long before = stored();
        twice("messages");
        assertThat(stored() - before).isEqualTo(25 * 3);
        assertThat(methods.aborted).as("aborted once, and delivered again").hasValue(1);
    }

    @Test
    void ofAPayloadTheTransactionBelongsToWhatTheMethodWorksOn() throws Exception {
        long before = stored();
        twice("payloads");
        assertThat(stored() - before).isEqualTo(25 * 2);
        assertThat(methods.refused).as("a second transaction").isNotEmpty()
                .allSatisfy(sentence -> assertThat(sentence).contains("has outputs already"));
    }

    @Test
    void withoutASourceAllOrNothing() throws Exception {
        long before = stored();
        assertThat(methods.transactions.<String> withTransaction(emitter -> {
            emitter.send("a");
            emitter.send("b");
            return Uni.createFrom().item("result");
        }).await().atMost(SOON)).isEqualTo("result");
        assertThat(stored() - before).isEqualTo(2);
        assertThatThrownBy(() -> methods.transactions.withTransaction(emitter -> {
            emitter.send("c");
            emitter.markForAbort();
            return Uni.createFrom().voidItem();
        }).await().atMost(SOON)).hasMessageContaining("was marked for abort");
        assertThatThrownBy(() -> methods.transactions.withTransaction(emitter -> {
            for (int i = 0; i < 1001; i++) {
                emitter.send("d");
            }
            return Uni.createFrom().voidItem();
        }).await().atMost(SOON)).hasMessageContaining("1001 messages are more than the 1000");
        AtomicReference<Throwable> told = new AtomicReference<>();
        assertThat(methods.transactions.withTransaction(Message.of("of no channel").withNack(failure -> {
            told.set(failure);
            return CompletableFuture.completedFuture(null);
        }), emitter -> {
            emitter.send("e");
            return Uni.createFrom().item("no result");
        }).await().atMost(SOON)).isNull();
        assertThat(told.get()).hasMessageContaining("is not of a channel with `sequence-store=nats-stream`");
        assertThat(stored() - before).isEqualTo(2);
    }

    @Singleton
    public static class Methods {

        @Inject
        @Channel("parts")
        NatsTransactions<String> transactions;
        final AtomicInteger aborted = new AtomicInteger();
        final Queue<String> refused = new ConcurrentLinkedQueue<>();

        @Incoming("messages")
        Uni<Void> messages(Message<String> message) {
            return transactions.withTransaction(message, emitter -> {
                for (int part = 0; part < 3; part++) {
                    emitter.send(message.getPayload() + "." + part);
                }
                if (message.getPayload().equals("7") && aborted.compareAndSet(0, 1)) {
                    emitter.markForAbort();
                }
                return Uni.createFrom().voidItem();
            });
        }

        @Incoming("payloads")
        @Blocking
        void payloads(String payload) {
            transactions.withTransaction(emitter -> {
                emitter.send(payload + ".0");
                emitter.send(payload + ".1");
                return Uni.createFrom().voidItem();
            }).await().indefinitely();
            if (payload.equals("9")) {
                transactions.withTransaction(emitter -> {
                    emitter.send("one too many");
                    return Uni.createFrom().voidItem();
                }).onFailure().recoverWithItem(failure -> {
                    refused.add(failure.getMessage());
                    return null;
                }).await().indefinitely();
            }
        }
    }
}
