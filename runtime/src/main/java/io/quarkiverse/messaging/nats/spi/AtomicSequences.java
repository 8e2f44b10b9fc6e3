package io.quarkiverse.messaging.nats.spi;

import java.util.List;
import java.util.concurrent.CompletionStage;

import io.nats.client.impl.Headers;

/** A record that is written together with what the processing of its messages publishes. */
public interface AtomicSequences extends ProcessedSequences {

    /**
     * Something to be published.
     *
     * @param subject where to
     * @param headers its headers
     * @param body its payload
     */
    record Output(String subject, Headers headers, byte[] body) {
    }

    /**
     * Stores the outputs and the record that the sources are processed: all of it, or nothing. Where the sources were processed
     * before, by whomever, the outputs are dropped. What the server does not answer is tried again until it does.
     *
     * @param sources the messages that led to the outputs; of a batch all of them
     * @param outputs what is published
     * @return ends when the sources are processed, with whether these outputs were stored; fails with a
     *         {@link NotClaimedException} where the record has another message by the sequence of a source
     */
    CompletionStage<Boolean> commit(List<StreamPosition> sources, List<Output> outputs);
}
