package io.quarkiverse.messaging.nats.jdbc.test;

import java.time.Duration;
import java.util.List;

import jakarta.inject.Inject;

import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.messaging.nats.contract.SharedStoreContract;
import io.quarkiverse.messaging.nats.spi.ConsumerKey;
import io.quarkiverse.messaging.nats.spi.ProcessedSequences;
import io.quarkiverse.messaging.nats.spi.ProcessedSequences.Verdict;
import io.quarkiverse.messaging.nats.spi.SequenceStore;
import io.quarkiverse.messaging.nats.spi.SequenceStore.Opening;
import io.quarkiverse.messaging.nats.spi.StreamPosition;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.common.annotation.Identifier;

/** The store {@code jdbc} keeps the contract, on H2, which is there for tests of applications. */
class H2ContractTest extends SharedStoreContract {

    @RegisterExtension
    static final QuarkusUnitTest APP = JdbcApp.on(NatsServer.of(H2ContractTest.class),
            "jdbc:h2:mem:contract;DB_CLOSE_DELAY=-1", List.of("by-hand"), probe -> {
            }, ByHand.class);

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
        } catch (java.util.concurrent.ExecutionException e) {
            return Verdict.PROCESS;
        }
    }
}
