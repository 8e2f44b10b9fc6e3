package io.quarkiverse.messaging.nats.runtime.outgoing;

import java.util.List;

import org.eclipse.microprofile.reactive.messaging.Message;

import io.nats.client.impl.Headers;
import io.nats.client.support.NatsJetStreamConstants;
import io.quarkiverse.messaging.nats.IncomingNatsBatchMetadata;
import io.quarkiverse.messaging.nats.spi.AtomicSequences;
import io.quarkiverse.messaging.nats.spi.AtomicSequences.Output;
import io.quarkiverse.messaging.nats.spi.DeliveryInProgress;

/** What a method made of a message whose record is written with it: it goes through that record instead of the queue. */
final class AtomicOutput {

    private AtomicOutput() {
    }

    /** @return whether it does */
    static boolean commit(OutgoingChannel channel, RequestEncoder encoder, PendingPublish publish) {
        DeliveryInProgress source = publish.source.getMetadata().get(DeliveryInProgress.class).orElse(null);
        if (source == null || !(source.sequences() instanceof AtomicSequences record)) {
            return false;
        }
        List<Output> outputs;
        try {
            outputs = outputs(channel, encoder, publish);
        } catch (RuntimeException e) {
            publish.failure = e;
            channel.over(publish);
            return true;
        }
        record.commit(source.positions(), outputs).whenComplete((stored, failure) -> {
            if (failure == null && !stored) {
                source.duplicates().add(source.positions().size());
            }
            publish.failure = failure;
            channel.over(publish);
        });
        return true;
    }

    /** A method that takes a list and returns one has an output for each element. */
    private static List<Output> outputs(OutgoingChannel channel, RequestEncoder encoder, PendingPublish publish) {
        Message<?> message = publish.source;
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
