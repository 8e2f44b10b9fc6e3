package io.quarkiverse.messaging.nats.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.messaging.nats.spi.ProcessedSequences;
import io.quarkiverse.messaging.nats.spi.SequenceStore;
import io.quarkiverse.messaging.nats.spi.StreamPosition;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.health.HealthReport;
import io.smallrye.reactive.messaging.providers.extension.HealthCenter;

/** A record of a stream that is no longer there is used only after an operator has accepted that. */
class AcceptedRecordTest {

    static final NatsServer SERVER = NatsServer.of(AcceptedRecordTest.class);
    static final Duration SOON = Duration.ofSeconds(20);
    static final String CREATED = "test.accepted-created";
    static final String ACCEPT = "mp.messaging.incoming.accepted.sequence-store-accept";

    /** As the sentence says it. */
    static String token(Instant streamCreated) {
        return Long.toString(streamCreated.toEpochMilli(), Character.MAX_RADIX) + "-0-0";
    }

    @RegisterExtension
    static final QuarkusUnitTest APP = TestApp.on(SERVER, AcceptedRecordTest::prepare, Receiver.class, OfAnotherStream.class)
            .overrideRuntimeConfigKey("mp.messaging.incoming.accepted.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.accepted.durable", "app")
            .overrideRuntimeConfigKey("mp.messaging.incoming.accepted.start-position", "all")
            .overrideRuntimeConfigKey("mp.messaging.incoming.accepted.sequence-store", "of-another-stream")
            .overrideRuntimeConfigKey(ACCEPT, "${" + CREATED + "}")
            .overrideRuntimeConfigKey("quarkus.messaging.nats.connect-timeout", "5s");

    static void prepare(NatsProbe probe) {
        probe.createStream("accepted", "accepted");
        probe.publishAll("accepted", 1, 3, String::valueOf);
        try {
            System.setProperty(CREATED, token(probe.management().getStreamInfo("accepted").getCreateTime().toInstant()));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Inject
    Receiver receiver;
    @Inject
    HealthCenter health;

    @Test
    void whatAnOperatorAcceptsGoesOn() {
        await().atMost(SOON).until(() -> receiver.received.size() == 3);
        assertThat(receiver.received).containsExactly("1", "2", "3");
        assertThat(health.getReadiness().getChannels()).allMatch(HealthReport.ChannelInfo::isOk);
    }

    @ApplicationScoped
    @Identifier("of-another-stream")
    public static class OfAnotherStream implements SequenceStore, ProcessedSequences {

        private static final StreamPosition TEN = new StreamPosition(10, Instant.EPOCH);

        private volatile Known known = new Known(Instant.EPOCH, Instant.EPOCH, TEN, TEN);

        @Override
        public Guarantee guarantee() {
            return Guarantee.DEDUPLICATED;
        }

        @Override
        public boolean isShared() {
            return true;
        }

        @Override
        public ProcessedSequences open(Opening opening) {
            return this;
        }

        @Override
        public Known known() {
            return known;
        }

        @Override
        public void begin(Known replaced, Instant streamCreated, Instant consumerCreated, StreamPosition floor) {
            known = new Known(streamCreated, consumerCreated, floor, floor);
        }

        @Override
        public CompletionStage<Verdict> claim(StreamPosition position) {
            return CompletableFuture.completedFuture(
                    position.sequence() <= known.floor().sequence() ? Verdict.DONE : Verdict.PROCESS);
        }

        @Override
        public CompletionStage<Void> done(StreamPosition position) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<Void> dead(StreamPosition position) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void release(StreamPosition position) {
            // nothing is claimed
        }

        @Override
        public void compact(long floor, Instant consumerCreated) {
            Known now = known;
            if (floor > now.floor().sequence()) {
                StreamPosition raised = new StreamPosition(floor, now.floor().storedAt());
                known = new Known(now.streamCreated(), consumerCreated, raised, raised);
            }
        }

        @Override
        public long entries() {
            return 0;
        }

        @Override
        public void close() {
            // nothing to let go of
        }
    }

    @Singleton
    public static class Receiver {

        final List<String> received = new CopyOnWriteArrayList<>();

        @Incoming("accepted")
        void receive(String payload) {
            received.add(payload);
        }
    }
}
