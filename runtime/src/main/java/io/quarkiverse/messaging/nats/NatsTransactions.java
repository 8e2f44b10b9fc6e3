package io.quarkiverse.messaging.nats;

import java.util.function.Function;

import org.eclipse.microprofile.reactive.messaging.Message;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.EmitterType;

/**
 * Publishes several messages to one stream, all or none of them: in one atomic batch
 * (<a href="https://github.com/nats-io/nats-architecture-and-design/blob/main/adr/ADR-50.md">ADR-50</a>). Injected with
 * {@code @Channel}. Needs nats-server 2.12.1 and a stream with {@code allow-atomic-publish=true}; at most 1,000 messages.
 * <p>
 * Inside of a method whose incoming channel has {@code sequence-store=nats-stream} the batch holds the record that the incoming
 * message was processed too: the outputs appear once. Where it was processed before, the outputs are dropped and the
 * transaction succeeds. Each incoming message may have one transaction.
 *
 * @param <T> the type of payloads
 */
public interface NatsTransactions<T> extends EmitterType {

    /**
     * Inside of a method that takes payloads, the transaction belongs to the message that it works on. Elsewhere to none.
     *
     * @param work sends, and says with its end that all is sent; its failure is the transaction's
     * @param <R> what it results in
     * @return the result, once the server has stored everything; fails where nothing was stored, or where that is not known
     */
    <R> Uni<R> withTransaction(Function<TransactionalEmitter<T>, Uni<R>> work);

    /**
     * For a method that takes a {@link Message}: it is acknowledged when everything is stored, and negatively when the
     * transaction fails.
     *
     * @param source the incoming message, of a channel with {@code sequence-store=nats-stream}; another one is refused
     * @param work sends, and says with its end that all is sent; its failure is the transaction's
     * @param <R> what it results in
     * @return the result, once the server has stored everything and the source is acknowledged; {@code null} where the
     *         transaction failed, which its source was told
     */
    <R> Uni<R> withTransaction(Message<?> source, Function<TransactionalEmitter<T>, Uni<R>> work);
}
