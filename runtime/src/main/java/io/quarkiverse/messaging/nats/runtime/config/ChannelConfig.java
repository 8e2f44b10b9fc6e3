package io.quarkiverse.messaging.nats.runtime.config;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsErrors.ERRORS;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

import org.eclipse.microprofile.config.Config;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySizeConverter;

/**
 * The keys of one channel as text, and their conversion. A mistake becomes a sentence in a list, so that all of them
 * can be told at once; the value read is then the default.
 */
public final class ChannelConfig {

    /** More can't be counted in nanoseconds everywhere. */
    private static final Duration LONGEST = Duration.ofDays(36500);

    private final Config config;
    private final String channel;
    private final String prefix;
    private final Map<String, String> defaults;
    private final List<String> mistakes;

    /**
     * @param config the application's configuration
     * @param incoming the direction
     * @param channel the channel's name
     * @param defaults the keys that exist with their defaults, {@code null} for none
     * @param mistakes where sentences go
     */
    public ChannelConfig(Config config, boolean incoming, String channel, Map<String, String> defaults,
            List<String> mistakes) {
        this.config = config;
        this.channel = channel;
        this.prefix = prefix(incoming, channel);
        this.defaults = defaults;
        this.mistakes = mistakes;
    }

    /**
     * @param incoming the direction
     * @param channel the channel's name
     * @return what its properties begin with
     */
    public static String prefix(boolean incoming, String channel) {
        String name = channel.contains(".") ? '"' + channel + '"' : channel;
        return "mp.messaging." + (incoming ? "incoming." : "outgoing.") + name + ".";
    }

    /** @return the channel's name */
    String channel() {
        return channel;
    }

    /**
     * @param key a key
     * @return the whole property to write
     */
    public String property(String key) {
        return prefix + key;
    }

    /**
     * @param sentence a mistake
     */
    void mistake(String sentence) {
        mistakes.add(sentence);
    }

    /** Looks for keys that nobody reads. */
    void checkKeys() {
        for (String key : Keys.unread(config, prefix, defaults.keySet())) {
            mistake(ERRORS.unknownKey(channel, key, new TreeSet<>(defaults.keySet())));
        }
    }

    /**
     * @param key a key
     * @return whether it is configured
     */
    public boolean isSet(String key) {
        return configured(key) != null;
    }

    /**
     * @param key a key
     * @return its text where it is configured for this channel, not for the connector, or {@code null}
     */
    String own(String key) {
        return config.getOptionalValue(prefix + key, String.class).orElse(null);
    }

    /**
     * @param key a key
     * @return its text or its default, or {@code null}
     */
    public String text(String key) {
        String value = configured(key);
        return value == null ? defaults.get(key) : value;
    }

    private String configured(String key) {
        return config.getOptionalValue(prefix + key, String.class)
                .or(() -> config.getOptionalValue(Keys.CONNECTOR + key, String.class))
                .map(String::trim).filter(value -> !value.isEmpty()).orElse(null);
    }

    /**
     * @param key a key
     * @param parser gives {@code null} or throws for a wrong value
     * @param allowed what is allowed, in words
     * @param example a right value
     * @param <T> what it becomes
     * @return its value, or {@code null}
     */
    <T> T parsed(String key, Function<String, T> parser, String allowed, String example) {
        String value = text(key);
        if (value == null) {
            return null;
        }
        try {
            T parsed = parser.apply(value);
            if (parsed != null) {
                return parsed;
            }
        } catch (RuntimeException e) {
            // told below, in words that name the key
        }
        mistake(ERRORS.badValue(channel, key, value, allowed, property(key), example));
        return defaults.get(key) == null || value.equals(defaults.get(key)) ? null : parser.apply(defaults.get(key));
    }

    /**
     * @param key a key with a default
     * @return its value
     */
    boolean flag(String key) {
        return Boolean.TRUE.equals(parsed(key, ChannelConfig::parseFlag, "true or false", "true"));
    }

    /**
     * @param key a key with a default
     * @param least the smallest allowed value
     * @return its value
     */
    int number(String key, int least) {
        return parsed(key, value -> parseNumber(value, least, Integer.MAX_VALUE), "a whole number of at least " + least,
                defaults.get(key));
    }

    /**
     * @param key a key with a default
     * @return its value in bytes
     */
    long bytes(String key) {
        return parsed(key, value -> {
            long parsed = new MemorySizeConverter().convert(value).asLongValue();
            return parsed >= 1 ? parsed : null;
        }, "a size of at least 1 byte, such as 512K or 16M", defaults.get(key));
    }

    /**
     * @param key a key
     * @param least the shortest allowed value
     * @return its value, or {@code null} where it is neither set nor has a default
     */
    public Duration duration(String key, Duration least) {
        return duration(key, least, defaults.get(key) == null ? "1h" : defaults.get(key));
    }

    /**
     * @param key a key
     * @param least the shortest allowed value
     * @param example a right value
     * @return its value, or {@code null} where it has none
     */
    Duration duration(String key, Duration least, String example) {
        return parsed(key, value -> parseDuration(value, least), allowedDuration(least), example);
    }

    /**
     * @param key a key with a default
     * @return its values
     */
    List<Duration> durations(String key) {
        return parsed(key, value -> Arrays.stream(value.split(",", -1))
                .map(part -> parseDuration(part.trim(), Duration.ZERO)).toList(),
                "a comma-separated list of durations, such as 1s,5s", defaults.get(key));
    }

    /**
     * @param key a key whose value becomes part of a consumer's name
     * @return its value, or {@code null}
     */
    String name(String key) {
        String value = text(key);
        if (value == null) {
            return null;
        }
        String illegal = Names.illegal(value);
        if (illegal != null) {
            mistake(ERRORS.badName(channel, key, value, illegal, Names.legal(value)));
            return Names.legal(value);
        }
        return value;
    }

    private static String allowedDuration(Duration least) {
        return "a duration" + (least.isZero() ? "" : " of at least " + least.toMillis() + " ms") + ", such as 30s or PT1M";
    }

    static Boolean parseFlag(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> Boolean.TRUE;
            case "false" -> Boolean.FALSE;
            default -> null;
        };
    }

    static Integer parseNumber(String text, int least, int most) {
        int parsed = Integer.parseInt(text);
        return parsed >= least && parsed <= most ? parsed : null;
    }

    static Duration parseDuration(String text, Duration least) {
        Duration parsed = DurationConverter.parseDuration(text);
        if (parsed.isNegative() || parsed.compareTo(least) < 0 || parsed.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(text);
        }
        return parsed;
    }
}
