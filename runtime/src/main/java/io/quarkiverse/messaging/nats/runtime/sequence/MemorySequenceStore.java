package io.quarkiverse.messaging.nats.runtime.sequence;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.quarkiverse.messaging.nats.runtime.config.NatsConfig;
import io.quarkiverse.messaging.nats.spi.ProcessedSequences;
import io.quarkiverse.messaging.nats.spi.SequenceStore;
import io.quarkiverse.messaging.nats.spi.StreamPosition;
import io.smallrye.common.annotation.Identifier;

/** Remembers as long as the application runs: for what a server or a cut connection delivers again. */
@ApplicationScoped
@Identifier(MemorySequenceStore.NAME)
public class MemorySequenceStore implements SequenceStore {

    /** What is written in the configuration. */
    public static final String NAME = "memory";

    @Inject
    NatsConfig config;

    @Override
    public Guarantee guarantee() {
        return Guarantee.DEDUPLICATED;
    }

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public ProcessedSequences open(Opening opening) {
        return new InMemory(config.sequenceStore().memory().maxEntries());
    }

    /** One record. */
    static final class InMemory implements ProcessedSequences {

        private static final CompletionStage<Void> RECORDED = CompletableFuture.completedFuture(null);

        private final int most;
        private volatile ClaimedSequences claimed;
        private volatile Instant streamCreated;
        private volatile Instant consumerCreated;

        InMemory(int most) {
            this.most = most;
        }

        @Override
        public Known known() {
            return claimed == null ? null : new Known(streamCreated, consumerCreated, claimed.floor(), claimed.highest());
        }

        @Override
        public void begin(Known replaced, Instant created, Instant ofConsumer, StreamPosition floor) {
            if (!Known.isSame(known(), replaced)) {
                return;
            }
            streamCreated = created;
            consumerCreated = ofConsumer;
            claimed = new ClaimedSequences(new SequenceSet(floor), most);
        }

        @Override
        public CompletionStage<Verdict> claim(StreamPosition position) {
            return CompletableFuture.completedFuture(claimed.claim(position));
        }

        @Override
        public CompletionStage<Void> done(StreamPosition position) {
            claimed.add(position);
            return RECORDED;
        }

        @Override
        public CompletionStage<Void> dead(StreamPosition position) {
            return done(position);
        }

        @Override
        public void release(StreamPosition position) {
            claimed.release(position);
        }

        @Override
        public void compact(long floor, Instant ofConsumer) {
            claimed.raise(floor);
            consumerCreated = ofConsumer;
        }

        @Override
        public long entries() {
            return claimed.size();
        }

        @Override
        public void close() {
            // nothing to let go of; what runs may still be recorded
        }
    }
}
