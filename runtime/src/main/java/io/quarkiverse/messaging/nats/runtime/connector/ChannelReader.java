package io.quarkiverse.messaging.nats.runtime.connector;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsErrors.ERRORS;
import static io.quarkiverse.messaging.nats.runtime.i18n.OutgoingErrors.OUTGOING_ERRORS;
import static io.quarkiverse.messaging.nats.runtime.i18n.SecurityErrors.SECURITY;

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
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;

import io.quarkiverse.messaging.nats.runtime.config.ChannelConfig;
import io.quarkiverse.messaging.nats.runtime.config.ConnectionConfig;
import io.quarkiverse.messaging.nats.runtime.config.IncomingSettings;
import io.quarkiverse.messaging.nats.runtime.config.Keys;
import io.quarkiverse.messaging.nats.runtime.config.NatsConfig;
import io.quarkiverse.messaging.nats.runtime.config.OutgoingSettings;
import io.quarkiverse.messaging.nats.runtime.config.Strategies;
import io.quarkiverse.messaging.nats.spi.FailureStrategy;
import io.quarkus.smallrye.reactivemessaging.runtime.SmallRyeReactiveMessagingRecorder.SmallRyeReactiveMessagingContext;
import io.smallrye.reactive.messaging.MediatorConfiguration;
import io.smallrye.reactive.messaging.Shape;
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
    SmallRyeReactiveMessagingContext methods;
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
        Strategies known = FailureStrategies.known(FailureStrategies.all(strategies));
        for (String channel : channels(INCOMING)) {
            ChannelConfig keys = new ChannelConfig(config, true, channel, defaults(true), read.mistakes());
            IncomingSettings settings = IncomingSettings.read(keys, known, isTakenUnordered(channel),
                    !isAckedBySmallRye(channel));
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
            checkCredentials(NatsConfig.DEFAULT_CONNECTION, natsConfig.defaultConnection(), read.mistakes());
            natsConfig.connections().forEach((name, connection) -> checkCredentials(name, connection, read.mistakes()));
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

    private boolean isTakenUnordered(String channel) {
        for (MediatorConfiguration method : methods.getMediatorConfigurations()) {
            if (method.getIncoming().contains(channel) && method.isBlocking() && !method.isBlockingExecutionOrdered()) {
                return true;
            }
        }
        return false;
    }

    /** Methods that make messages of their own, or turn a stream of payloads into another one. */
    private void checkSource(OutgoingSettings settings, List<String> mistakes) {
        if (settings.messageId() != OutgoingSettings.MessageId.SOURCE) {
            return;
        }
        for (MediatorConfiguration method : methods.getMediatorConfigurations()) {
            boolean ofPayloads = method.consumption() == MediatorConfiguration.Consumption.STREAM_OF_PAYLOAD
                    && method.production() == MediatorConfiguration.Production.STREAM_OF_PAYLOAD;
            if (method.getOutgoings().contains(settings.channel()) && (method.shape() == Shape.PUBLISHER || ofPayloads)) {
                mistakes.add(OUTGOING_ERRORS.sourceNotHandedOn(settings.channel(), method.methodAsString()));
            }
        }
    }

    /** SmallRye ends a channel at the first stage of its own acks that fails; an application may know better. */
    private boolean isAckedBySmallRye(String channel) {
        for (MediatorConfiguration method : methods.getMediatorConfigurations()) {
            if (method.getIncoming().contains(channel) && method.getAcknowledgment() != Acknowledgment.Strategy.MANUAL) {
                return true;
            }
        }
        return false;
    }

    /** @return whether a method takes messages that neither SmallRye nor the application acks */
    boolean isNeverAcked(String channel) {
        return methods.getMediatorConfigurations().stream().anyMatch(method -> method.getIncoming().contains(channel)
                && method.getAcknowledgment() == Acknowledgment.Strategy.NONE);
    }

    /** @return how many methods take the channel's messages */
    int methodsOf(String channel) {
        return (int) methods.getMediatorConfigurations().stream().filter(method -> method.getIncoming().contains(channel))
                .count();
    }

    private void checkConnection(String channel, String connection, List<String> mistakes) {
        if (natsConfig.connection(connection) == null) {
            mistakes.add(ERRORS.unknownConnection(channel, connection));
        }
    }

    private static void checkCredentials(String name, ConnectionConfig connection, List<String> mistakes) {
        List<String> kinds = new ArrayList<>();
        connection.username().ifPresent(set -> kinds.add("username"));
        connection.token().ifPresent(set -> kinds.add("token"));
        connection.nkeySeed().ifPresent(set -> kinds.add("nkey-seed"));
        connection.credentials().ifPresent(set -> kinds.add("credentials"));
        connection.credentialsFile().ifPresent(set -> kinds.add("credentials-file"));
        if (kinds.size() > 1) {
            mistakes.add(ERRORS.severalCredentials(name, kinds));
        }
        if (connection.tlsFirst() && connection.tlsConfigurationName().isEmpty()
                && connection.servers().stream().noneMatch(server -> server.startsWith("tls://"))) {
            mistakes.add(SECURITY.tlsFirstWithoutTls(name));
        }
        if (connection.maxOutgoing() < 1) {
            mistakes.add(ERRORS.badConnectionValue(name, "max-outgoing", String.valueOf(connection.maxOutgoing()),
                    "a whole number of at least 1, such as 4096"));
        }
    }
}
