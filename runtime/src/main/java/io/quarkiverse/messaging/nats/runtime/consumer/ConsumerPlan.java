package io.quarkiverse.messaging.nats.runtime.consumer;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsErrors.ERRORS;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.PriorityPolicy;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StreamConfiguration;
import io.quarkiverse.messaging.nats.runtime.config.AckSettings;
import io.quarkiverse.messaging.nats.runtime.config.ChannelConfig;
import io.quarkiverse.messaging.nats.runtime.config.ConsumerSettings;
import io.quarkiverse.messaging.nats.runtime.config.IncomingSettings;
import io.quarkiverse.messaging.nats.runtime.config.Names;
import io.quarkiverse.messaging.nats.runtime.config.StartPosition;
import io.quarkiverse.messaging.nats.runtime.connection.LiveConnection;
import io.quarkiverse.messaging.nats.runtime.i18n.RefusalException;

/** Pure: the settings of a channel as a consumer of a stream, and its name. */
final class ConsumerPlan {

    /** The one priority group of an exclusive durable. */
    static final String OWNER = "owner";
    /** What jnats writes for -1 is nothing, and the server makes 1000 of that. */
    static final int UNLIMITED = Integer.MAX_VALUE;
    static final String KIND = "io.quarkiverse.messaging.nats.kind";
    static final String CHANNEL = "io.quarkiverse.messaging.nats.channel";

    private ConsumerPlan() {
    }

    /** The name of the consumer: fixed where it is shared or remembered, random where it is this instance's own. */
    static String name(IncomingSettings settings, String application) {
        if (settings.durable() != null) {
            return settings.queueGroup() == null ? settings.durable()
                    : settings.durable() + "__" + settings.queueGroup();
        }
        if (settings.queueGroup() != null) {
            return "__" + settings.queueGroup();
        }
        return Names.legal(application + "_" + settings.channel() + "_"
                + UUID.randomUUID().toString().replace("-", "").substring(0, 12));
    }

    /** Where a subscription begins: as configured, else new, but everything on a work queue. */
    static StartPosition start(IncomingSettings settings, StreamConfiguration stream) {
        boolean workQueue = stream.getRetentionPolicy() == RetentionPolicy.WorkQueue;
        StartPosition configured = settings.startPosition();
        if (!workQueue) {
            return configured == null ? StartPosition.NEW : configured;
        }
        if (settings.acks().mode() != AckSettings.Mode.EACH) {
            throw new RefusalException(
                    ERRORS.workQueueAck(settings.channel(), stream.getName(), settings.acks().mode().word()));
        }
        if (configured != null && !configured.equals(StartPosition.ALL)) {
            throw new RefusalException(
                    ERRORS.workQueueStart(settings.channel(), stream.getName(), configured.text()));
        }
        if (settings.ephemeral()) {
            throw new RefusalException(ERRORS.workQueueNeedsName(settings.channel(), stream.getName(),
                    ChannelConfig.prefix(true, settings.channel()) + "durable"));
        }
        return StartPosition.ALL;
    }

    /** What is asked of a server that may be too old for it. */
    static void require(IncomingSettings settings, LiveConnection live) {
        String who = "Channel `" + settings.channel() + "`";
        if (settings.subjects().size() > 1) {
            live.require(who, "a list of subjects", "2.10.0");
        }
        if (!settings.consumer().metadata().isEmpty()) {
            live.require(who, "`metadata`", "2.10.0");
        }
    }

    /** @return whether a new consumer has the owner's group; without it a second instance is only detected */
    static boolean grouped(IncomingSettings settings, LiveConnection live) {
        return settings.exclusive() && live.serverIsAtLeast("2.11.0");
    }

    static ConsumerConfiguration of(IncomingSettings settings, String name, StartPosition start, boolean withMetadata,
            boolean grouped) {
        ConsumerConfiguration.Builder consumer = ConsumerConfiguration.builder()
                .ackPolicy(switch (settings.acks().mode()) {
                    case EACH -> AckPolicy.Explicit;
                    case ALL -> AckPolicy.All;
                    case NONE -> AckPolicy.None;
                })
                .memStorage(settings.consumer().memoryStorage());
        if (settings.durable() == null) {
            consumer.name(name);
        } else {
            consumer.durable(name);
        }
        if (grouped) {
            consumer.priorityGroups(OWNER).priorityPolicy(PriorityPolicy.PinnedClient);
        }
        applyChangeable(consumer, settings, grouped, withMetadata ? Map.of() : null);
        start.applyTo(consumer);
        return consumer.build();
    }

    /**
     * What the server can change in an existing consumer.
     *
     * @param grouped whether it has the owner's group
     * @param metadata what it has, or {@code null} where the server knows none
     */
    static void applyChangeable(ConsumerConfiguration.Builder consumer, IncomingSettings settings, boolean grouped,
            Map<String, String> metadata) {
        if (grouped) {
            consumer.priorityTimeout(settings.priorityTimeout());
        }
        // The connector counts deliveries and sends delays itself; the server's backoff would replace ack-wait.
        consumer.maxDeliver(-1).backoff(new Duration[0]).ackWait(settings.ackWait()).maxAckPending(limit(settings));
        if (settings.subjects().size() == 1) {
            consumer.filterSubject(settings.subjects().get(0));
        } else {
            consumer.filterSubjects(settings.subjects());
        }
        ConsumerSettings passed = settings.consumer();
        consumer.inactiveThreshold(passed.inactiveThreshold()).headersOnly(passed.headersOnly());
        if (passed.replicas() != null) {
            consumer.numReplicas(passed.replicas());
        }
        if (passed.description() != null) {
            consumer.description(passed.description());
        }
        if (metadata != null) {
            Map<String, String> all = new HashMap<>(metadata);
            all.putAll(passed.metadata());
            all.put(KIND, settings.kind());
            all.put(CHANNEL, settings.channel());
            consumer.metadata(all);
        }
    }

    /** Where the work is shared the server's limit is the whole group's, not this member's. */
    private static int limit(IncomingSettings settings) {
        if (settings.queueGroup() == null) {
            return settings.maxInFlight();
        }
        Integer group = settings.consumer().groupMaxInFlight();
        return group == null ? UNLIMITED : group;
    }

    static boolean isOwned(ConsumerConfiguration consumer) {
        return consumer.getPriorityGroups() != null && consumer.getPriorityGroups().contains(OWNER);
    }
}
