package io.quarkiverse.messaging.nats.runtime.outgoing;

import static io.quarkiverse.messaging.nats.runtime.i18n.StreamStoreErrors.STREAM_STORE;

import java.util.List;

import org.eclipse.microprofile.reactive.messaging.Message;

import io.nats.client.impl.Headers;
import io.nats.client.support.NatsJetStreamConstants;
import io.quarkiverse.messaging.nats.IncomingNatsBatchMetadata;
import io.quarkiverse.messaging.nats.runtime.connection.AtomicBatch;
import io.quarkiverse.messaging.nats.runtime.connection.LiveConnection;
import io.quarkiverse.messaging.nats.spi.AtomicSequences;
import io.quarkiverse.messaging.nats.spi.AtomicSequences.Output;
import io.quarkiverse.messaging.nats.spi.DeliveryInProgress;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/** What a method made of a message whose record is written with it: it goes through that record instead of the queue. */
final class AtomicOutput {

    private AtomicOutput() {
    }

    /** @return whether it does */
    static boolean commit(OutgoingChannel channel, RequestEncoder encoder, PendingPublish publish) {
        DeliveryInProgress source = publish.source.getMetadata().get(DeliveryInProgress.class).orElse(null);
        if (source == null || !(source.sequences() instanceof AtomicSequences record)) {
            return publish.source.getPayload() instanceof Transaction<?> transaction
                    && alone(channel, encoder, publish, transaction);
        }
        List<Output> outputs;
        try {
            outputs = outputs(channel, encoder, publish);
        } catch (RuntimeException e) {
            return over(channel, publish, e);
        }
        if (source.published().getAndSet(true)) {
            return over(channel, publish,
                    STREAM_STORE.second(channel.settings().channel(), source.positions().get(0).sequence()));
        }
        record.commit(source.positions(), outputs).whenComplete((stored, failure) -> {
            if (failure == null && !stored) {
                source.duplicates().add(source.positions().size());
            }
            if (failure != null) {
                source.published().set(false);
            }
            over(channel, publish, failure);
        });
        return true;
    }

    /** @param failure {@code null} where it is stored */
    private static boolean over(OutgoingChannel channel, PendingPublish publish, Throwable failure) {
        publish.failure = failure;
        channel.over(publish);
        return true;
    }

    /** A transaction of no incoming message: whether it is stored is not known when the server does not answer. */
    private static boolean alone(OutgoingChannel channel, RequestEncoder encoder, PendingPublish publish,
            Transaction<?> transaction) {
        String name = channel.settings().channel();
        LiveConnection live = channel.live();
        List<Output> outputs;
        try {
            outputs = transaction.end().stream().map(message -> encoder.encode(channel, message))
                    .map(encoded -> new Output(encoded.subject, encoded.headers, encoded.body)).toList();
        } catch (RuntimeException e) {
            return over(channel, publish, e);
        }
        if (outputs.isEmpty()) {
            return over(channel, publish, null);
        }
        if (live == null) {
            return over(channel, publish, STREAM_STORE.noConnection());
        }
        if (!live.serverIsAtLeast(AtomicBatch.OLDEST_SERVER)) {
            return over(channel, publish, STREAM_STORE.transactionTooNew(name, AtomicBatch.OLDEST_SERVER, live.version()));
        }
        if (outputs.size() > AtomicBatch.MOST) {
            return over(channel, publish, STREAM_STORE.transactionTooLarge(name, outputs.size(), AtomicBatch.MOST));
        }
        Infrastructure.getDefaultWorkerPool()
                .execute(() -> AtomicBatch.store(live.connection(), outputs)
                        .whenComplete((stored, failure) -> over(channel, publish, failure)));
        return true;
    }

    /** A method that takes a list and returns one has an output for each element. */
    private static List<Output> outputs(OutgoingChannel channel, RequestEncoder encoder, PendingPublish publish) {
        Message<?> message = publish.source;
        if (message.getPayload() instanceof Transaction<?> transaction) {
            return transaction.end().stream().map(one -> output(encoder.encode(channel, one))).toList();
        }
        boolean batch = message.getMetadata().get(IncomingNatsBatchMetadata.class).isPresent();
        return batch && message.getPayload() instanceof List<?> elements
                ? elements.stream().map(element -> output(encoder.encode(channel, message.withPayload(element)))).toList()
                : List.of(output(publish));
    }

    private static Output output(PendingPublish publish) {
        // The marker knows a repetition, for longer than the stream's window; an id seen before would refuse all of a batch.
        Headers headers = new Headers(publish.headers);
        headers.remove(NatsJetStreamConstants.MSG_ID_HDR);
        return new Output(publish.subject, headers, publish.body);
    }
}
