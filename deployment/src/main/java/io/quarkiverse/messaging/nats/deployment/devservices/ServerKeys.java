package io.quarkiverse.messaging.nats.deployment.devservices;

import java.util.Set;
import java.util.TreeSet;

import org.eclipse.microprofile.config.Config;

import io.smallrye.config.NameIterator;

/** The {@code servers} keys of the connections that have no server: the default connection, and those that are configured. */
final class ServerKeys {

    private static final String ROOT = "quarkus.messaging.nats";
    private static final String CONNECTIONS = ROOT + ".connections.";
    private static final String SERVERS = ".servers";

    private ServerKeys() {
    }

    static Set<String> without(Config config) {
        Set<String> keys = new TreeSet<>(Set.of(ROOT + SERVERS));
        Set<String> present = new TreeSet<>();
        for (String name : config.getPropertyNames()) {
            if (!name.startsWith(ROOT)) {
                continue;
            }
            if (name.startsWith(CONNECTIONS)) {
                NameIterator rest = new NameIterator(name, CONNECTIONS.length() - 1);
                keys.add(CONNECTIONS + '"' + rest.getNextSegment() + '"' + SERVERS);
            }
            present.add(name);
        }
        keys.removeIf(key -> isSet(config, present, key) || isSet(config, present, key.replace("\"", "")));
        return keys;
    }

    private static boolean isSet(Config config, Set<String> present, String key) {
        if (present.stream().anyMatch(name -> name.startsWith(key + "["))) {
            return true;
        }
        var value = config.getConfigValue(key);
        // The mapping's own default is no server that anybody asked for.
        return value.getValue() != null && !value.getValue().isBlank() && value.getSourceOrdinal() > Integer.MIN_VALUE;
    }
}
