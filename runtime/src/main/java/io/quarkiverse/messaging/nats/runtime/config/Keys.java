package io.quarkiverse.messaging.nats.runtime.config;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsErrors.ERRORS;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.eclipse.microprofile.config.Config;

/** Finds keys that nobody reads, of a channel and of the connector. */
public final class Keys {

    static final String CONNECTOR = "mp.messaging.connector.nats.";

    /** Attributes that SmallRye reads itself. */
    private static final Set<String> OF_SMALLRYE = Set.of("connector", "type", "enabled", "broadcast", "merge",
            "concurrency", "pausable", "initially-paused", "pausable.initially-paused", "pausable.late-subscription",
            "pausable.buffer-size", "pausable.buffer-strategy", "channel-name", "graceful-shutdown",
            "health-enabled");

    private Keys() {
    }

    /**
     * Looks for keys of the connector that no channel of either direction reads; they count for all channels.
     *
     * @param config the application's configuration
     * @param known the keys of both directions
     * @param mistakes where sentences go
     */
    public static void checkConnector(Config config, Set<String> known, List<String> mistakes) {
        for (String key : unread(config, CONNECTOR, known)) {
            mistakes.add(ERRORS.unknownConnectorKey(CONNECTOR + key, new TreeSet<>(known)));
        }
    }

    static Set<String> unread(Config config, String prefix, Set<String> known) {
        Set<String> unread = new TreeSet<>();
        for (String name : config.getPropertyNames()) {
            if (!name.startsWith(prefix)) {
                continue;
            }
            String key = name.substring(prefix.length());
            if (!known.contains(key) && !OF_SMALLRYE.contains(key) && !isDottedByEnvironment(config, name, key)) {
                unread.add(key);
            }
        }
        return unread;
    }

    /** MP_…_ACK_WAIT shows as ack.wait, and may be a key of a channel with a longer name. */
    private static boolean isDottedByEnvironment(Config config, String name, String key) {
        String source = key.indexOf('.') < 0 ? null : config.getConfigValue(name).getSourceName();
        return source != null && source.startsWith("EnvConfigSource");
    }
}
