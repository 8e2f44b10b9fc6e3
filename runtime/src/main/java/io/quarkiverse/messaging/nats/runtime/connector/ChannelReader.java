package io.quarkiverse.messaging.nats.runtime.connector;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsErrors.ERRORS;
import static io.quarkiverse.messaging.nats.runtime.i18n.OutgoingErrors.OUTGOING_ERRORS;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

import org.eclipse.microprofile.config.Config;

import io.quarkiverse.messaging.nats.runtime.config.ChannelConfig;
import io.quarkiverse.messaging.nats.runtime.config.IncomingSettings;
import io.quarkiverse.messaging.nats.runtime.config.Keys;
import io.quarkiverse.messaging.nats.runtime.config.NatsConfig;
import io.quarkiverse.messaging.nats.runtime.config.OutgoingSettings;
import io.quarkiverse.messaging.nats.runtime.config.Strategies;
import io.quarkiverse.messaging.nats.spi.FailureStrategy;
import io.smallrye.reactive.messaging.annotations.ConnectorAttribute;

/** Reads the settings of all {@code nats} channels and collects every mistake that shows without a server. */
@ApplicationScoped
public class ChannelReader {

    private static final String INCOMING = "mp.messaging.incoming.";
    private static final String OUTGOING = "mp.messaging.outgoing.";

    @Inject
    Config config;
    @Inject
    NatsConfig natsConfig;
    @Inject
    ChannelMethods methods;
    @Inject
    @Any
    Instance<FailureStrategy> strategies;
    @Inject
    BatchTypes batchTypes;
    @Inject
    SequenceStores stores;

    /** What was read. */
    record Read(List<IncomingSettings> incoming, List<OutgoingSettings> outgoing, List<String> mistakes) {
    }

    Read read() {
        Read read = new Read(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Strategies known = FailureStrategies.known(Identified.all(strategies));
        for (String channel : channels(INCOMING)) {
            ChannelConfig keys = new ChannelConfig(config, true, channel, defaults(true), read.mistakes());
            IncomingSettings settings = IncomingSettings.read(keys, known, methods.areUnordered(channel),
                    !methods.areAckedBySmallRye(channel));
            checkConnection(channel, settings.connection(), read.mistakes());
            batchTypes.check(settings, read.mistakes());
            stores.check(settings, read.mistakes());
            read.incoming().add(settings);
        }
        for (String channel : channels(OUTGOING)) {
            ChannelConfig keys = new ChannelConfig(config, false, channel, defaults(false), read.mistakes());
            OutgoingSettings settings = OutgoingSettings.read(keys);
            checkConnection(channel, settings.connection(), read.mistakes());
            checkSource(settings, read.mistakes());
            read.outgoing().add(settings);
        }
        if (!read.incoming().isEmpty() || !read.outgoing().isEmpty()) {
            Set<String> keys = new TreeSet<>(defaults(true).keySet());
            keys.addAll(defaults(false).keySet());
            Keys.checkConnector(config, keys, read.mistakes());
            natsConfig.streams().forEach((name, stream) -> StreamCheck.check(natsConfig, name, stream, read.mistakes()));
            ConnectionCheck.check(NatsConfig.DEFAULT_CONNECTION, natsConfig.defaultConnection(), read.mistakes());
            natsConfig.connections().forEach((name, connection) -> ConnectionCheck.check(name, connection, read.mistakes()));
        }
        return read;
    }

    private Set<String> channels(String prefix) {
        Set<String> channels = new TreeSet<>();
        for (String name : config.getPropertyNames()) {
            if (name.startsWith(prefix) && name.endsWith(".connector")
                    && NatsConnector.CONNECTOR_NAME.equals(config.getConfigValue(name).getValue())) {
                String channel = name.substring(prefix.length(), name.length() - ".connector".length());
                channel = channel.startsWith("\"") ? channel.substring(1, channel.length() - 1) : channel;
                boolean enabled = config.getOptionalValue(
                        ChannelConfig.prefix(prefix.equals(INCOMING), channel) + "enabled", Boolean.class).orElse(true);
                if (enabled && !Channels.isCopy(channel)) {
                    channels.add(channel);
                }
            }
        }
        return channels;
    }

    private static Map<String, String> defaults(boolean incoming) {
        Map<String, String> defaults = new HashMap<>();
        for (ConnectorAttribute attribute : NatsConnector.class.getAnnotationsByType(ConnectorAttribute.class)) {
            ConnectorAttribute.Direction other = incoming ? ConnectorAttribute.Direction.OUTGOING
                    : ConnectorAttribute.Direction.INCOMING;
            if (attribute.direction() != other) {
                defaults.put(attribute.name(),
                        ConnectorAttribute.NO_VALUE.equals(attribute.defaultValue()) ? null : attribute.defaultValue());
            }
        }
        return defaults;
    }

    private void checkSource(OutgoingSettings settings, List<String> mistakes) {
        if (settings.messageId() == OutgoingSettings.MessageId.SOURCE) {
            methods.withoutSource(settings.channel())
                    .forEach(method -> mistakes.add(OUTGOING_ERRORS.sourceNotHandedOn(settings.channel(), method)));
        }
    }

    private void checkConnection(String channel, String connection, List<String> mistakes) {
        if (natsConfig.connection(connection) == null) {
            mistakes.add(ERRORS.unknownConnection(channel, connection));
        }
    }
}
