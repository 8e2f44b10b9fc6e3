package io.quarkiverse.messaging.nats.runtime.stream;

import static io.quarkiverse.messaging.nats.runtime.i18n.AdviceLog.ADVICE;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.nats.client.api.ClusterInfo;
import io.nats.client.api.PersistMode;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import io.quarkiverse.messaging.nats.runtime.config.ChannelConfig;
import io.quarkiverse.messaging.nats.runtime.config.OutgoingSettings;
import io.quarkiverse.messaging.nats.runtime.config.OutgoingSettings.MessageId;

/**
 * Warns, once, of what a stream's configuration takes from the guarantees. Whether a server writes to its disk at once
 * ({@code sync_interval}) is not among it: no client may ask that.
 */
public final class StreamAdvice {

    private final Set<String> said = ConcurrentHashMap.newKeySet();

    /**
     * @param stream a stream that a channel uses
     */
    public void look(StreamInfo stream) {
        StreamConfiguration config = stream.getConfiguration();
        ClusterInfo cluster = stream.getClusterInfo();
        // A server that is alone belongs to no cluster that has a name.
        boolean clustered = cluster != null && cluster.getName() != null && !cluster.getName().isEmpty();
        if (clustered && config.getReplicas() == 1 && said.add("replicas " + config.getName())) {
            ADVICE.oneReplica(config.getName(), cluster.getName());
        }
        if (config.getPersistMode() == PersistMode.Async && said.add("persist " + config.getName())) {
            ADVICE.confirmedUnwritten(config.getName());
        }
    }

    /**
     * @param channel an outgoing channel
     * @param stream the stream that stores what it sends to its own subject
     */
    public void look(OutgoingSettings channel, StreamInfo stream) {
        look(stream);
        Duration window = stream.getConfiguration().getDuplicateWindow();
        // A second try is due after ack-timeout, a third one after as long again.
        if (channel.messageId() != MessageId.NONE && window != null && channel.retries() > 0
                && channel.ackTimeout().multipliedBy(2).compareTo(window) >= 0 && said.add("window " + channel.channel())) {
            ADVICE.timeoutNearWindow(channel.channel(), channel.ackTimeout(), stream.getConfiguration().getName(), window,
                    ChannelConfig.prefix(false, channel.channel()) + "ack-timeout");
        }
    }
}
