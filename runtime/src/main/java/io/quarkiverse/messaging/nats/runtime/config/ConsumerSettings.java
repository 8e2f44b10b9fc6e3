package io.quarkiverse.messaging.nats.runtime.config;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsErrors.ERRORS;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is passed to the server's consumer as it is. {@code null} is the server's own choice.
 *
 * @param groupMaxInFlight how many unsettled messages all members of a queue group hold together
 * @param inactiveThreshold how long the server keeps the consumer without a pull
 * @param replicas on how many servers of a cluster
 * @param memoryStorage whether its state is in memory only
 * @param headersOnly whether payloads stay on the server
 * @param description for people
 * @param metadata likewise, by name
 */
public record ConsumerSettings(Integer groupMaxInFlight, Duration inactiveThreshold, Integer replicas,
        Boolean memoryStorage, boolean headersOnly, String description, Map<String, String> metadata) {

    private static final Duration INACTIVE_THRESHOLD = Duration.ofMinutes(5);
    private static final int MOST_REPLICAS = 5;
    /** A comma is part of a value unless another name and = follow. */
    private static final Pattern ENTRY = Pattern.compile("\\s*([\\w.-]+)\\s*=((?:(?!,\\s*[\\w.-]+\\s*=).)*)(?:,|$)");

    static ConsumerSettings read(ChannelConfig config, String durable, String queueGroup) {
        Integer limit = config.parsed("group-max-in-flight", value -> ChannelConfig.parseNumber(value, 1, Integer.MAX_VALUE),
                "a whole number of at least 1", "4096");
        String own = config.own("group-max-in-flight");
        if (own != null && queueGroup == null) {
            config.mistake(ERRORS.groupLimitWithoutGroup(config.channel(), own, config.property("max-in-flight")));
        }
        Duration threshold = config.isSet("inactive-threshold")
                ? config.duration("inactive-threshold", Duration.ofSeconds(1), "5m")
                : null;
        return new ConsumerSettings(queueGroup == null ? null : limit,
                threshold == null && durable == null ? INACTIVE_THRESHOLD : threshold,
                config.parsed("replicas", value -> ChannelConfig.parseNumber(value, 1, MOST_REPLICAS),
                        "a whole number from 1 to " + MOST_REPLICAS, "3"),
                config.parsed("memory-storage", ChannelConfig::parseFlag, "true or false", "true"),
                config.flag("headers-only"), config.text("description"), metadata(config));
    }

    private static Map<String, String> metadata(ChannelConfig config) {
        Map<String, String> metadata = config.parsed("metadata", ConsumerSettings::entries,
                "a comma-separated list of name=value, whose names don't begin with _nats or io.quarkiverse.messaging.nats",
                "team=blue,site=eu");
        return metadata == null ? Map.of() : metadata;
    }

    private static Map<String, String> entries(String text) {
        Map<String, String> entries = new LinkedHashMap<>();
        Matcher entry = ENTRY.matcher(text);
        int end = 0;
        while (end < text.length() && entry.find(end) && entry.start() == end) {
            String name = entry.group(1);
            if (name.startsWith("_nats") || name.startsWith("io.quarkiverse.messaging.nats")) {
                return null;
            }
            entries.put(name, entry.group(2).trim());
            end = entry.end();
        }
        return end == text.length() && !entries.isEmpty() ? entries : null;
    }
}
