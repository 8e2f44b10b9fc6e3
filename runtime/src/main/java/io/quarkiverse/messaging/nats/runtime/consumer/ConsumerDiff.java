package io.quarkiverse.messaging.nats.runtime.consumer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.PriorityPolicy;
import io.nats.client.api.ReplayPolicy;
import io.quarkiverse.messaging.nats.runtime.config.IncomingSettings;

/** Pure: how a consumer differs from what the configuration says, in words. */
final class ConsumerDiff {

    private static final Map<String, Function<ConsumerConfiguration, Object>> CHANGEABLE = new LinkedHashMap<>();

    static {
        CHANGEABLE.put("ack-wait", ConsumerConfiguration::getAckWait);
        CHANGEABLE.put("max ack pending", ConsumerConfiguration::getMaxAckPending);
        CHANGEABLE.put("max deliver", ConsumerConfiguration::getMaxDeliver);
        CHANGEABLE.put("server's backoff",
                consumer -> consumer.getBackoff() == null ? List.of() : consumer.getBackoff());
        CHANGEABLE.put("priority-timeout", ConsumerConfiguration::getPriorityTimeout);
        CHANGEABLE.put("subjects", consumer -> new TreeSet<>(
                consumer.getFilterSubjects() == null ? List.of() : consumer.getFilterSubjects()));
        CHANGEABLE.put("inactive-threshold", ConsumerConfiguration::getInactiveThreshold);
        CHANGEABLE.put("replicas", ConsumerConfiguration::getNumReplicas);
        CHANGEABLE.put("headers-only", ConsumerConfiguration::isHeadersOnly);
        CHANGEABLE.put("description", ConsumerConfiguration::getDescription);
        CHANGEABLE.put("metadata", ConsumerDiff::metadata);
    }

    /** What the server can't change: what it has, what the configuration says, what to choose instead. */
    record Fixed(String has, String wanted, String advice) {
    }

    private ConsumerDiff() {
    }

    /** A newer server adds entries of its own, which begin with {@code _nats.}. */
    private static Object metadata(ConsumerConfiguration consumer) {
        Map<String, String> metadata = new TreeMap<>(consumer.getMetadata() == null ? Map.of() : consumer.getMetadata());
        metadata.keySet().removeIf(key -> key.startsWith("_nats."));
        return metadata;
    }

    /** @return {@code setting found to wanted} for each difference, empty where there is none */
    static List<String> between(ConsumerConfiguration found, ConsumerConfiguration wanted) {
        List<String> differences = new ArrayList<>();
        CHANGEABLE.forEach((key, value) -> {
            Object has = value.apply(found);
            Object wants = value.apply(wanted);
            if (!Objects.equals(has, wants)) {
                differences.add(key + " " + word(has) + " to " + word(wants));
            }
        });
        return differences;
    }

    private static Object word(Object value) {
        return value == null ? "nothing" : value;
    }

    /** @return the first difference that the server can't remove, or {@code null} */
    static Fixed fixed(ConsumerConfiguration found, IncomingSettings settings) {
        if (found.getDeliverSubject() != null) {
            return new Fixed("push delivery", "pull", "another `durable`");
        }
        String ack = switch (found.getAckPolicy()) {
            case All -> "all";
            case None -> "none";
            default -> "each";
        };
        if (!ack.equals(settings.acks().mode().word())) {
            return new Fixed("ack=" + ack, "ack=" + settings.acks().mode().word(), "`ack=" + ack + "` or another `durable`");
        }
        if (found.getReplayPolicy() == ReplayPolicy.Original) {
            return new Fixed("replay policy original", "instant", "another `durable`");
        }
        Boolean memory = settings.consumer().memoryStorage();
        if (memory != null && memory != found.isMemStorage()) {
            return new Fixed("memory-storage=" + found.isMemStorage(), "memory-storage=" + memory,
                    "`memory-storage=" + found.isMemStorage() + "` or another `durable`");
        }
        boolean grouped = found.getPriorityGroups() != null && !found.getPriorityGroups().isEmpty();
        boolean owned = settings.exclusive() && ConsumerPlan.isOwned(found)
                && found.getPriorityPolicy() == PriorityPolicy.PinnedClient;
        if (grouped && !owned) {
            return new Fixed("priority groups " + found.getPriorityGroups() + " with policy " + found.getPriorityPolicy(),
                    settings.exclusive() ? "one owner" : "no priority group", "another `durable`");
        }
        return null;
    }
}
