package io.quarkiverse.messaging.nats.runtime.metrics;

import java.util.concurrent.atomic.LongAdder;

import io.quarkiverse.messaging.nats.runtime.health.ChannelStatus;
import io.quarkiverse.messaging.nats.runtime.outgoing.PublishCounters;

/**
 * Shows what is counted. Called once for each channel and connection, never for a message. Knows nothing of Micrometer, which
 * may not be there; then there is no bean of this type.
 */
public interface Metrics {

    /**
     * @param channel an incoming channel's name
     * @param connection the name of its connection
     * @param status what it counts
     */
    void incoming(String channel, String connection, ChannelStatus status);

    /**
     * @param channel an outgoing channel's name
     * @param counters what it counts
     */
    void outgoing(String channel, PublishCounters counters);

    /**
     * @param connection a connection's name
     * @param reconnects how often it came back
     */
    void connection(String connection, LongAdder reconnects);
}
