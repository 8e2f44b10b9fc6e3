package io.quarkiverse.messaging.nats.runtime.config;

import java.util.Map;

import io.quarkus.runtime.annotations.ConfigDocMapKey;
import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;

/** Connections to NATS servers, and the streams that the application declares. */
@ConfigMapping(prefix = "quarkus.messaging.nats")
@ConfigRoot(phase = ConfigPhase.RUN_TIME)
public interface NatsConfig {

    /** The name by which logs and health call the default connection. */
    String DEFAULT_CONNECTION = "<default>";

    /** The default connection. */
    @WithParentName
    ConnectionConfig defaultConnection();

    /** More connections, chosen by a channel or a stream with {@code connection=name}. */
    @ConfigDocMapKey("connection-name")
    Map<String, ConnectionConfig> connections();

    /** Streams, by name. */
    @ConfigDocMapKey("stream-name")
    Map<String, StreamConfig> streams();

    /** What remembers which messages were processed. */
    SequenceStoreConfig sequenceStore();

    /**
     * @param name a connection's name
     * @return its settings, or {@code null} where there are none
     */
    default ConnectionConfig connection(String name) {
        return DEFAULT_CONNECTION.equals(name) ? defaultConnection() : connections().get(name);
    }
}
