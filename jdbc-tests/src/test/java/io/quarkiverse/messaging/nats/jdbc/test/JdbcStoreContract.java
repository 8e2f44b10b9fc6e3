package io.quarkiverse.messaging.nats.jdbc.test;

import java.time.Duration;
import java.util.concurrent.ExecutionException;

import jakarta.inject.Inject;

import io.quarkiverse.messaging.nats.contract.SharedStoreContract;
import io.quarkiverse.messaging.nats.spi.ConsumerKey;
import io.quarkiverse.messaging.nats.spi.ProcessedSequences;
import io.quarkiverse.messaging.nats.spi.ProcessedSequences.Verdict;
import io.quarkiverse.messaging.nats.spi.SequenceStore;
import io.quarkiverse.messaging.nats.spi.SequenceStore.Opening;
import io.quarkiverse.messaging.nats.spi.StreamPosition;
import io.smallrye.common.annotation.Identifier;

/** What the store {@code jdbc} is asked on each database. */
abstract class JdbcStoreContract extends SharedStoreContract {

    /** Thrown to roll back. */
    private static final class OnlyAsked extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Inject
    @Identifier("jdbc")
    SequenceStore store;
    @Inject
    ByHand byHand;

    @Override
    protected ProcessedSequences open(ConsumerKey of) throws Exception {
        return store.open(new Opening("by-hand", of, () -> null, 1, Duration.ofSeconds(30)));
    }

    @Override
    protected Verdict process(ProcessedSequences record, StreamPosition position) throws Exception {
        return byHand.process(record, position, () -> {
        });
    }

    @Override
    protected Verdict ask(ProcessedSequences record, StreamPosition position) throws Exception {
        try {
            return byHand.process(record, position, () -> {
                throw new OnlyAsked();
            });
        } catch (ExecutionException e) {
            return Verdict.PROCESS;
        }
    }
}
