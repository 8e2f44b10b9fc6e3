package io.quarkiverse.messaging.nats.chaos;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

import io.nats.client.ConsumerContext;
import io.nats.client.FetchConsumeOptions;
import io.nats.client.FetchConsumer;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.StreamInfoOptions;
import io.quarkiverse.messaging.nats.testing.NatsProbe;

/** The effects of the store nats-stream: what the workers have published, as the stream holds it. */
final class Outputs {

    static final String STREAM = "OUTPUTS";
    static final String SUBJECT = "out";
    private static final int AT_ONCE = 5_000;

    private Outputs() {
    }

    /** How many there are, without a look at each. */
    static long stored(NatsProbe probe) {
        try (probe) {
            return probe.management().getStreamInfo(STREAM, StreamInfoOptions.filterSubjects(SUBJECT)).getStreamState()
                    .getSubjectMap().getOrDefault(SUBJECT, 0L);
        } catch (IOException | JetStreamApiException e) {
            throw new IllegalStateException(e);
        }
    }

    static ChaosRun.Effects count(NatsProbe probe) {
        Set<String> different = new HashSet<>();
        long all = 0;
        try (probe) {
            ConsumerContext outputs = probe.connection().getStreamContext(STREAM)
                    .createOrUpdateConsumer(ConsumerConfiguration.builder()
                            .filterSubject(SUBJECT).ackPolicy(AckPolicy.None).build());
            while (true) {
                long before = all;
                try (FetchConsumer fetched = outputs.fetch(FetchConsumeOptions.builder().maxMessages(AT_ONCE)
                        .expiresIn(Duration.ofSeconds(1).toMillis()).build())) {
                    Message message;
                    while ((message = fetched.nextMessage()) != null) {
                        all++;
                        different.add(new String(message.getData()));
                    }
                }
                if (all == before) {
                    return new ChaosRun.Effects(all, different.size());
                }
            }
        } catch (Exception e) {
            throw new IllegalStateException("the outputs could not be read", e);
        }
    }
}
