package io.quarkiverse.messaging.nats.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.reactive.messaging.MutinyEmitter;

/**
 * How often, how late and how many at once. Most of the streams here are made with {@code no_ack}: they store and never
 * confirm, so what they hold is what was sent.
 */
@Timeout(120)
class RetriesTest {

    static final NatsServer SERVER = NatsServer.of(RetriesTest.class);
    static final Duration SOON = Duration.ofSeconds(15);
    static final Duration WHILE = Duration.ofMillis(500);

    @RegisterExtension
    static final QuarkusUnitTest APP = TestApp.on(SERVER, RetriesTest::streams)
            .overrideRuntimeConfigKey("mp.messaging.outgoing.wide.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.narrow.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.narrow.max-in-flight", "2")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.strict.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.strict.order", "strict")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.no-id.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.no-id.message-id", "none")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.no-id.ack-timeout", "100ms")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.no-id.retries", "2")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.one-id.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.one-id.ack-timeout", "100ms")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.one-id.retries", "2")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.once.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.once.message-id", "none")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.once.ack-timeout", "100ms")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.once.retries", "0")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.full.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.full.retries", "2")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.beyond.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.beyond.ack-timeout", "300ms")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.beyond.retries", "1")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.within.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.within.ack-timeout", "300ms")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.within.retry-beyond-window", "false")
            .setLogRecordPredicate(record -> record.getLoggerName().equals("io.quarkiverse.messaging.nats"))
            .assertLogRecords(records -> {
                List<String> said = records.stream().map(record -> String.valueOf(record.getMessage())).toList();
                assertThat(said).filteredOn(line -> line.startsWith("QNATS0250")).as("once, of the one that went beyond")
                        .hasSize(1);
                assertThat(said).filteredOn(line -> line.startsWith("QNATS0251")).as("once, of the one without an id")
                        .hasSize(1);
            });

    static void streams(NatsProbe probe) {
        for (String name : List.of("wide", "narrow", "strict", "no-id", "one-id", "once")) {
            probe.createStream(silent(name).build());
        }
        probe.createStream(silent("beyond").duplicateWindow(Duration.ofMillis(200)).build());
        probe.createStream(silent("within").duplicateWindow(Duration.ofMillis(200)).build());
        probe.createStream(StreamConfiguration.builder().name("full").subjects("full").maxMessages(1)
                .discardPolicy(DiscardPolicy.New).build());
    }

    private static StreamConfiguration.Builder silent(String name) {
        return StreamConfiguration.builder().name(name).subjects(name).storageType(StorageType.File).noAck(true);
    }

    @Inject
    @Channel("wide")
    @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = 100)
    Emitter<String> wide;
    @Inject
    @Channel("narrow")
    @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = 100)
    Emitter<String> narrow;
    @Inject
    @Channel("strict")
    @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = 100)
    Emitter<String> strict;
    @Inject
    @Channel("no-id")
    MutinyEmitter<String> noId;
    @Inject
    @Channel("one-id")
    MutinyEmitter<String> oneId;
    @Inject
    @Channel("once")
    MutinyEmitter<String> once;
    @Inject
    @Channel("full")
    MutinyEmitter<String> full;
    @Inject
    @Channel("beyond")
    MutinyEmitter<String> beyond;
    @Inject
    @Channel("within")
    MutinyEmitter<String> within;
    NatsProbe probe;

    @BeforeEach
    void connect() {
        probe = new NatsProbe(SERVER);
    }

    @AfterEach
    void disconnect() {
        probe.close();
    }

    private void sentUnconfirmed(Emitter<String> emitter, String stream, int expected) {
        IntStream.range(0, 20).forEach(i -> emitter.send("m" + i));
        await().atMost(SOON).until(() -> probe.messages(stream) == expected);
        await().during(WHILE).atMost(SOON).until(() -> probe.messages(stream) == expected);
    }

    /** Much sooner than with the default of ack-timeout. */
    private static void assertNacked(MutinyEmitter<String> emitter, String reason) {
        assertThat(emitter.send("x").subscribeAsCompletionStage()).failsWithin(SOON).withThrowableThat()
                .withMessageContaining(reason);
    }

    @Test
    void manyAreOnTheirWayAtOnce() {
        sentUnconfirmed(wide, "wide", 20);
    }

    @Test
    void noMoreThanMaxInFlightAreUnconfirmed() {
        sentUnconfirmed(narrow, "narrow", 2);
    }

    @Test
    void strictSendsNothingUntilTheOneBeforeIsConfirmed() {
        sentUnconfirmed(strict, "strict", 1);
    }

    @Test
    void withoutAnIdEveryTryIsStored() throws Exception {
        assertNacked(noId, "not confirmed after 3 tries; outcome unknown");
        assertThat(probe.messages("no-id")).isEqualTo(3);
        assertThat(probe.message("no-id", 1).getHeaders().containsKey("Nats-Msg-Id")).isFalse();
    }

    @Test
    void withAnIdOneTryIsStored() throws Exception {
        assertNacked(oneId, "not confirmed after 3 tries; outcome unknown");
        assertThat(probe.messages("one-id")).isEqualTo(1);
        assertThat(probe.message("one-id", 1).getHeaders().getFirst("Nats-Msg-Id")).isNotBlank();
    }

    @Test
    void withoutRetriesThereIsOneTry() {
        assertNacked(once, "not confirmed after 1 tries; outcome unknown");
        assertThat(probe.messages("once")).isEqualTo(1);
    }

    @Test
    void whatIsRefusedForTheMomentIsNackedAfterTheRetriesAndKnownNotToBeStored() {
        full.sendAndAwait("fills it");
        assertThatThrownBy(() -> full.sendAndAwait("x"))
                .hasMessageContaining("not stored after 3 tries: maximum messages exceeded [10077]");
        assertThat(probe.messages("full")).isEqualTo(1);
    }

    @Test
    void aRetryBeyondTheWindowMayBeStoredTwice() {
        assertNacked(beyond, "not confirmed after 2 tries");
        assertThat(probe.messages("beyond")).isEqualTo(2);
    }

    @Test
    void noRetryBeyondTheWindowWhereThatIsNotWanted() {
        assertNacked(within, "not confirmed within the duplicate window of its stream (PT0.2S), and "
                + "retry-beyond-window=false; outcome unknown");
        assertThat(probe.messages("within")).isEqualTo(1);
    }
}
