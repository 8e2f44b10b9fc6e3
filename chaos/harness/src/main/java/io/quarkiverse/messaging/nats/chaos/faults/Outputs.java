package io.quarkiverse.messaging.nats.chaos.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

import io.nats.client.FetchConsumeOptions;
import io.nats.client.FetchConsumer;
import io.nats.client.Message;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.quarkiverse.messaging.nats.testing.NatsProbe;

/**
 * What the application has sent, as the stream holds it.
 *
 * @param relayed the numbers that it sent on
 * @param ticks the ids of what it sent of its own accord
 * @param doubled how many are in it again
 */
record Outputs(Set<String> relayed, Set<String> ticks, long doubled) {

    private static final int AT_ONCE = 200;
    private static final long LONGEST = Duration.ofSeconds(60).toNanos();

    static Outputs read(NatsProbe probe) throws IOException {
        Set<String> relayed = new HashSet<>();
        Set<String> ticks = new HashSet<>();
        long[] all = { 0 };
        try {
            var consumer = probe.connection().getStreamContext(Site.OUT).createOrUpdateConsumer(ConsumerConfiguration.builder()
                    .ackPolicy(AckPolicy.None).memStorage(true).build());
            long until = probe.management().getStreamInfo(Site.OUT).getStreamState().getLastSequence();
            long at = 0;
            long end = System.nanoTime() + LONGEST;
            while (at < until && System.nanoTime() < end) {
                try (FetchConsumer fetched = consumer.fetch(FetchConsumeOptions.builder().maxMessages(AT_ONCE)
                        .expiresIn(1_000).build())) {
                    Message message;
                    while ((message = fetched.nextMessage()) != null) {
                        at = message.metaData().streamSequence();
                        all[0]++;
                        (message.getSubject().equals("ticks") ? ticks : relayed).add(id(message.getData()));
                    }
                }
            }
        } catch (Exception e) {
            throw new IOException("the outputs could not be read", e);
        }
        return new Outputs(relayed, ticks, all[0] - relayed.size() - ticks.size());
    }

    private static String id(byte[] payload) {
        int end = 0;
        while (end < payload.length && payload[end] != ' ') {
            end++;
        }
        return new String(payload, 0, end, StandardCharsets.US_ASCII);
    }
}
