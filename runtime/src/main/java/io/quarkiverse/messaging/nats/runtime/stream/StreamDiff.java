package io.quarkiverse.messaging.nats.runtime.stream;

import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;

import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamState;

/** Pure: how two configurations of a stream differ, in words, and whether going from one to the other loses data. */
final class StreamDiff {

    private static final Map<String, Function<StreamConfiguration, Object>> SETTINGS = new LinkedHashMap<>();

    static {
        SETTINGS.put("subjects", stream -> new TreeSet<>(stream.getSubjects()));
        SETTINGS.put("description", StreamConfiguration::getDescription);
        SETTINGS.put("storage", StreamConfiguration::getStorageType);
        SETTINGS.put("retention", StreamConfiguration::getRetentionPolicy);
        SETTINGS.put("max-messages", StreamConfiguration::getMaxMsgs);
        SETTINGS.put("max-messages-per-subject", StreamConfiguration::getMaxMsgsPerSubject);
        SETTINGS.put("max-bytes", StreamConfiguration::getMaxBytes);
        SETTINGS.put("max-age", StreamConfiguration::getMaxAge);
        SETTINGS.put("max-message-size", StreamConfiguration::getMaximumMessageSize);
        SETTINGS.put("max-consumers", StreamConfiguration::getMaxConsumers);
        SETTINGS.put("discard", StreamConfiguration::getDiscardPolicy);
        SETTINGS.put("discard-new-per-subject", StreamConfiguration::isDiscardNewPerSubject);
        SETTINGS.put("replicas", StreamConfiguration::getReplicas);
        SETTINGS.put("compression", StreamConfiguration::getCompressionOption);
        SETTINGS.put("duplicate-window", StreamConfiguration::getDuplicateWindow);
        SETTINGS.put("allow-direct", StreamConfiguration::getAllowDirect);
        SETTINGS.put("allow-message-ttl", StreamConfiguration::isAllowMessageTtl);
        SETTINGS.put("allow-atomic-publish", StreamConfiguration::getAllowAtomicPublish);
        SETTINGS.put("allow-message-schedules", StreamConfiguration::getAllowMsgSchedules);
        SETTINGS.put("mirror", stream -> stream.getMirror() == null ? null : stream.getMirror().getName());
        SETTINGS.put("sources", stream -> stream.getSources() == null ? new TreeSet<>()
                : stream.getSources().stream().map(source -> source.getName()).collect(TreeSet::new, TreeSet::add,
                        TreeSet::addAll));
        SETTINGS.put("subject-transform", stream -> stream.getSubjectTransform() == null ? null
                : stream.getSubjectTransform().getSource() + " to " + stream.getSubjectTransform().getDestination());
        SETTINGS.put("placement", stream -> stream.getPlacement() == null ? null
                : stream.getPlacement().getCluster() + " " + stream.getPlacement().getTags());
        SETTINGS.put("metadata", StreamDiff::metadata);
    }

    private StreamDiff() {
    }

    /** A newer server adds entries of its own, which begin with {@code _nats.}. */
    private static Object metadata(StreamConfiguration stream) {
        Map<String, String> metadata = stream.getMetadata() == null ? Map.of() : stream.getMetadata();
        Map<String, String> ours = new HashMap<>(metadata);
        ours.keySet().removeIf(key -> key.startsWith("_nats."));
        return ours;
    }

    /**
     * @param found what the server has
     * @param wanted the same with what is declared
     * @return {@code key: found, declared wanted} for each difference, empty where there is none
     */
    static List<String> between(StreamConfiguration found, StreamConfiguration wanted) {
        List<String> differences = new ArrayList<>();
        SETTINGS.forEach((key, value) -> {
            Object has = value.apply(found);
            Object wants = value.apply(wanted);
            if (!Objects.equals(has, wants)) {
                differences.add(key + ": " + StreamDefinition.word(has) + ", declared " + StreamDefinition.word(wants));
            }
        });
        return differences;
    }

    /**
     * @param found what the server has
     * @param wanted what it would be changed to
     * @param state what the stream holds
     * @param now the time
     * @return the settings that would remove stored messages, empty where there is none
     */
    static List<String> losing(StreamConfiguration found, StreamConfiguration wanted, StreamState state,
            ZonedDateTime now) {
        List<String> losing = new ArrayList<>();
        if (lowered(found.getMaxMsgs(), wanted.getMaxMsgs()) && state.getMsgCount() > wanted.getMaxMsgs()) {
            losing.add("max-messages=" + wanted.getMaxMsgs() + " with " + state.getMsgCount() + " messages stored");
        }
        if (lowered(found.getMaxBytes(), wanted.getMaxBytes()) && state.getByteCount() > wanted.getMaxBytes()) {
            losing.add("max-bytes=" + wanted.getMaxBytes() + " with " + state.getByteCount() + " bytes stored");
        }
        if (lowered(found.getMaxMsgsPerSubject(), wanted.getMaxMsgsPerSubject()) && state.getMsgCount() > 0) {
            losing.add("max-messages-per-subject=" + wanted.getMaxMsgsPerSubject());
        }
        Duration age = wanted.getMaxAge();
        if (lowered(found.getMaxAge().toNanos(), age.toNanos()) && state.getMsgCount() > 0
                && state.getFirstTime().plus(age).isBefore(now)) {
            losing.add("max-age=" + age + " with messages since " + state.getFirstTime());
        }
        if (found.getRetentionPolicy() != wanted.getRetentionPolicy() && state.getMsgCount() > 0) {
            losing.add("retention=" + StreamDefinition.word(wanted.getRetentionPolicy()));
        }
        return losing;
    }

    /** Zero and less mean unlimited. */
    private static boolean lowered(long from, long to) {
        return to > 0 && (from <= 0 || to < from);
    }
}
