package io.quarkiverse.messaging.nats.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.quarkiverse.messaging.nats.runtime.connector.NatsConnector;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.reactive.messaging.annotations.ConnectorAttribute;

/** Keys and values, read as the connector reads them, with the defaults that the connector declares. */
public final class TestConfig {

    private static final Strategies STRATEGIES = new Strategies(
            new TreeSet<>(Set.of("nak", "fail", "ignore", "term", "dead-letter", "own")), Set.of("fail"), Set.of("nak", "own"),
            Set.of("dead-letter"));

    private final SmallRyeConfig config;
    private final List<String> mistakes = new ArrayList<>();

    private TestConfig(Map<String, String> properties, Map<String, String> environment) {
        config = new SmallRyeConfigBuilder().addDiscoveredConverters().withMapping(NatsConfig.class)
                .withSources(new PropertiesConfigSource(properties, "test", 100), new EnvConfigSource(environment, 300))
                .build();
    }

    /** Whole properties. */
    public static TestConfig of(String... keysAndValues) {
        return new TestConfig(pairs("", keysAndValues), Map.of());
    }

    /** Whole properties, and environment variables that win over them. */
    static TestConfig of(Map<String, String> environment, String... keysAndValues) {
        return new TestConfig(pairs("", keysAndValues), environment);
    }

    /** The settings of an incoming channel with these keys, which are right. */
    public static IncomingSettings incoming(String channel, String... keysAndValues) {
        TestConfig config = new TestConfig(pairs(ChannelConfig.prefix(true, channel), keysAndValues), Map.of());
        IncomingSettings settings = config.incomingSettings(channel);
        assertThat(config.mistakes()).isEmpty();
        return settings;
    }

    /** The settings of an outgoing channel with these keys, which are right. */
    public static OutgoingSettings outgoing(String channel, String... keysAndValues) {
        TestConfig config = new TestConfig(pairs(ChannelConfig.prefix(false, channel), keysAndValues), Map.of());
        OutgoingSettings settings = OutgoingSettings.read(config.outgoingKeys(channel));
        assertThat(config.mistakes()).isEmpty();
        return settings;
    }

    /** A declared stream with these keys. */
    public static StreamConfig stream(String... keysAndValues) {
        return new TestConfig(pairs("quarkus.messaging.nats.streams.\"S\".", keysAndValues), Map.of()).nats().streams()
                .get("S");
    }

    private static Map<String, String> pairs(String prefix, String... keysAndValues) {
        Map<String, String> pairs = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            pairs.put(prefix + keysAndValues[i], keysAndValues[i + 1]);
        }
        return pairs;
    }

    NatsConfig nats() {
        return config.getConfigMapping(NatsConfig.class);
    }

    List<String> mistakes() {
        return mistakes;
    }

    ChannelConfig incomingKeys(String channel) {
        return new ChannelConfig(config, true, channel, defaults(ConnectorAttribute.Direction.OUTGOING), mistakes);
    }

    ChannelConfig outgoingKeys(String channel) {
        return new ChannelConfig(config, false, channel, defaults(ConnectorAttribute.Direction.INCOMING), mistakes);
    }

    IncomingSettings incomingSettings(String channel) {
        return IncomingSettings.read(incomingKeys(channel), STRATEGIES, false, false);
    }

    /** A method takes the messages several at a time. */
    IncomingSettings incomingSettingsOfUnorderedMethod(String channel) {
        return IncomingSettings.read(incomingKeys(channel), STRATEGIES, true, false);
    }

    void checkConnectorKeys() {
        Set<String> keys = new HashSet<>(defaults(ConnectorAttribute.Direction.INCOMING).keySet());
        keys.addAll(defaults(ConnectorAttribute.Direction.OUTGOING).keySet());
        Keys.checkConnector(config, keys, mistakes);
    }

    private static Map<String, String> defaults(ConnectorAttribute.Direction but) {
        Map<String, String> defaults = new HashMap<>();
        for (ConnectorAttribute attribute : NatsConnector.class.getAnnotationsByType(ConnectorAttribute.class)) {
            if (attribute.direction() != but) {
                defaults.put(attribute.name(),
                        ConnectorAttribute.NO_VALUE.equals(attribute.defaultValue()) ? null : attribute.defaultValue());
            }
        }
        return defaults;
    }
}
