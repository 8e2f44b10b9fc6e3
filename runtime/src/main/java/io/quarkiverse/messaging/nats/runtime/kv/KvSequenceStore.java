package io.quarkiverse.messaging.nats.runtime.kv;

import static io.quarkiverse.messaging.nats.runtime.i18n.DeduplicatedStoreErrors.STORES;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.KeyValueConfiguration;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.quarkiverse.messaging.nats.runtime.config.NatsConfig;
import io.quarkiverse.messaging.nats.runtime.config.SequenceStoreConfig;
import io.quarkiverse.messaging.nats.runtime.config.SequenceStoreConfig.OnUncertain;
import io.quarkiverse.messaging.nats.spi.ProcessedSequences;
import io.quarkiverse.messaging.nats.spi.SequenceStore;
import io.smallrye.common.annotation.Identifier;

/** Remembers in a key-value bucket of the channel's server, which all instances see. */
@ApplicationScoped
@Identifier(KvSequenceStore.NAME)
public class KvSequenceStore implements SequenceStore {

    /** What is written in the configuration. */
    public static final String NAME = "nats-kv";
    private static final int NO_SUCH_BUCKET = 10059;

    @Inject
    NatsConfig config;

    @Override
    public Guarantee guarantee() {
        return Guarantee.DEDUPLICATED;
    }

    @Override
    public boolean isShared() {
        return true;
    }

    private SequenceStoreConfig.NatsKv kv() {
        return config.sequenceStore().natsKv();
    }

    @Override
    public List<String> check(Wish wish) {
        return kv().onUncertain() == OnUncertain.DEAD_LETTER && wish.deadLetterSubject() == null
                ? List.of(STORES.uncertainNeedsSubject(wish.channel()))
                : List.of();
    }

    @Override
    public ProcessedSequences open(Opening opening) throws IOException {
        Duration twice = opening.ackWait().multipliedBy(2);
        Duration lease = kv().lease().orElse(twice);
        long leaseMillis = Math.max(lease.toMillis(), opening.ackWait().toMillis());
        return open(opening, kv().bucket(), leaseMillis, kv().onUncertain() == OnUncertain.REPROCESS);
    }

    static ProcessedSequences open(Opening opening, String name, long leaseMillis, boolean reprocess) throws IOException {
        Connection connection = opening.connection().get();
        if (connection == null) {
            throw STORES.noConnection();
        }
        try {
            make(opening, connection, name);
        } catch (JetStreamApiException e) {
            throw STORES.noBucket(opening.channel(), name, e.getMessage());
        }
        return new KvSequences(opening.channel(),
                new Bucket(name, opening.key(), opening.connection(), Duration.ofMillis(leaseMillis)), leaseMillis,
                reprocess);
    }

    private static void make(Opening opening, Connection connection, String name) throws IOException, JetStreamApiException {
        StreamConfiguration found = find(connection, name);
        if (found == null) {
            connection.keyValueManagement()
                    .create(KeyValueConfiguration.builder().name(name).storageType(StorageType.File).maxHistoryPerKey(1)
                            .replicas(opening.replicas()).description("which messages were processed").build());
        } else if (found.getMaxAge() != null && !found.getMaxAge().isZero()) {
            throw STORES.forgetfulBucket(opening.channel(), name, "has a time to live of " + found.getMaxAge());
        } else if (found.getStorageType() == StorageType.Memory) {
            throw STORES.forgetfulBucket(opening.channel(), name, "is kept in memory");
        } else if (found.getDiscardPolicy() == DiscardPolicy.Old && (found.getMaxBytes() > 0 || found.getMaxMsgs() > 0)) {
            throw STORES.forgetfulBucket(opening.channel(), name, "is limited and drops its oldest entries");
        }
    }

    private static StreamConfiguration find(Connection connection, String name) throws IOException, JetStreamApiException {
        try {
            return connection.jetStreamManagement().getStreamInfo("KV_" + name).getConfiguration();
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() == NO_SUCH_BUCKET) {
                return null;
            }
            throw e;
        }
    }
}
