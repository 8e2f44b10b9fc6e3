package io.quarkiverse.messaging.nats.runtime.config;

import static io.quarkiverse.messaging.nats.runtime.i18n.BatchErrors.BATCHES;

import java.time.Duration;
import java.util.List;

/**
 * How batches are formed.
 *
 * @param maxSize how many messages at most
 * @param maxWait how long after its first message a batch is given at the latest
 * @param inTurn whether one is given only when the one before has ended, where the channel keeps the order
 */
public record BatchSettings(int maxSize, Duration maxWait, boolean inTurn) {

    private static final String MAX_SIZE = "batch-max-size";
    private static final String MAX_WAIT = "batch-max-wait";

    /**
     * Reads and checks.
     *
     * @param config the channel's keys
     * @param manualAck the channel's {@code manual-ack}
     * @param maxInFlight the channel's {@code max-in-flight}
     * @param unorderedMethod whether a method takes several batches at a time
     * @return {@code null} where the channel gives messages one by one
     */
    static BatchSettings read(ChannelConfig config, boolean manualAck, int maxInFlight, boolean unorderedMethod) {
        String channel = config.channel();
        boolean batch = config.flag("batch");
        int maxSize = config.number(MAX_SIZE, 1);
        Duration maxWait = config.duration(MAX_WAIT, Duration.ZERO);
        if (!batch) {
            for (String key : List.of(MAX_SIZE, MAX_WAIT)) {
                if (config.own(key) != null) {
                    config.mistake(BATCHES.withoutBatch(channel, key, config.own(key), config.property("batch")));
                }
            }
            return null;
        }
        if (manualAck) {
            config.mistake(BATCHES.withManualAck(channel));
        }
        if (maxSize > maxInFlight) {
            config.mistake(BATCHES.largerThanInFlight(channel, maxSize, maxInFlight, config.property(MAX_SIZE)));
        }
        return new BatchSettings(maxSize, maxWait, !unorderedMethod);
    }

    void checkWait(ChannelConfig config, Duration ackWait, Duration processingTimeout) {
        if (processingTimeout.isZero() && maxWait.compareTo(ackWait) >= 0) {
            config.mistake(BATCHES.waitsTooLong(config.channel(), maxWait, ackWait));
        }
    }
}
