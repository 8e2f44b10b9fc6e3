package io.quarkiverse.messaging.nats.runtime.transactions;

import static io.quarkiverse.messaging.nats.runtime.i18n.StreamStoreErrors.STREAM_STORE;

import java.io.IOException;
import java.util.List;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.quarkiverse.messaging.nats.runtime.config.Names;
import io.quarkiverse.messaging.nats.runtime.connection.AtomicBatch;

/** Whether the stream of the outputs can hold markers: as the server says that it is, not as it was asked to be. */
final class OutputCheck {

    private OutputCheck() {
    }

    /**
     * Finds the stream that stores outputs and markers, and checks it.
     *
     * @return its name and how long markers live
     */
    static Found check(String channel, Connection connection, String outputs, String prefix, String ttl)
            throws IOException, JetStreamApiException {
        if (!connection.getServerInfo().isSameOrNewerThanVersion(AtomicBatch.OLDEST_SERVER)) {
            throw STREAM_STORE.serverTooOld(channel, connection.getServerInfo().getVersion());
        }
        JetStreamManagement management = connection.jetStreamManagement();
        List<String> names = management.getStreamNames(prefix + "0");
        List<String> ofOutputs = management.getStreamNames(outputs);
        if (names.size() != 1 || !ofOutputs.equals(names)) {
            throw STREAM_STORE.noStreamForMarkers(channel, prefix + ">");
        }
        String stream = names.get(0);
        StreamConfiguration config = management.getStreamInfo(stream).getConfiguration();
        if (!config.getAllowAtomicPublish()) {
            throw STREAM_STORE.notAtomic(channel, stream);
        }
        refuseForgetting(channel, stream, config);
        for (ConsumerInfo consumer : management.getConsumers(stream)) {
            List<String> filters = consumer.getConsumerConfiguration().getFilterSubjects();
            if (filters == null || filters.isEmpty()
                    || filters.stream().anyMatch(filter -> Names.overlap(filter, prefix + "0"))) {
                throw STREAM_STORE.markerIsRead(channel, consumer.getName(), stream, prefix + ">");
            }
        }
        return new Found(stream, config.getAllowMessageTtl() ? ttl : null);
    }

    /**
     * What was found.
     *
     * @param stream the stream's name
     * @param ttl how long markers live, {@code null} where the stream does not know such a thing
     */
    record Found(String stream, String ttl) {
    }

    private static void refuseForgetting(String channel, String stream, StreamConfiguration config) {
        if (config.getStorageType() == StorageType.Memory) {
            throw STREAM_STORE.evicts(channel, stream, "is kept in memory", "use file storage");
        }
        if (!config.getMaxAge().isZero() && !config.getAllowMessageTtl()) {
            throw STREAM_STORE.evicts(channel, stream, "forgets messages after " + config.getMaxAge(),
                    "write `quarkus.messaging.nats.streams.\"" + stream + "\".allow-message-ttl=true`, so that markers stay");
        }
        if (config.getDiscardPolicy() == DiscardPolicy.Old && (config.getMaxMsgs() > 0 || config.getMaxBytes() > 0)) {
            throw STREAM_STORE.evicts(channel, stream, "makes room by discarding old messages",
                    "write `discard=new`, or remove its limits");
        }
    }
}
