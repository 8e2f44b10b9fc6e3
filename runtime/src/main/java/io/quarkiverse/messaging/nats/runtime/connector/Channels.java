package io.quarkiverse.messaging.nats.runtime.connector;

import static io.quarkiverse.messaging.nats.runtime.i18n.ReplayLog.REPLAY_LOG;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.regex.Pattern;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.spi.ConnectorFactory;

import io.quarkiverse.messaging.nats.ChannelCaughtUp;
import io.quarkiverse.messaging.nats.runtime.config.IncomingSettings;
import io.quarkiverse.messaging.nats.runtime.config.NatsConfig;
import io.quarkiverse.messaging.nats.runtime.config.OutgoingSettings;
import io.quarkiverse.messaging.nats.runtime.connection.ManagedConnection;
import io.quarkiverse.messaging.nats.runtime.connection.NatsConnections;
import io.quarkiverse.messaging.nats.runtime.consumer.ConsumerProvisioner;
import io.quarkiverse.messaging.nats.runtime.health.ChannelStatus;
import io.quarkiverse.messaging.nats.runtime.i18n.Mistakes;
import io.quarkiverse.messaging.nats.runtime.incoming.IncomingChannel;
import io.quarkiverse.messaging.nats.runtime.metrics.Metrics;
import io.quarkiverse.messaging.nats.runtime.outgoing.OutgoingChannel;
import io.quarkiverse.messaging.nats.runtime.outgoing.RequestEncoder;
import io.quarkiverse.messaging.nats.runtime.payload.PayloadEncoder;
import io.quarkiverse.messaging.nats.runtime.stream.StreamLookup;
import io.quarkiverse.messaging.nats.runtime.tracing.Tracing;
import io.quarkiverse.messaging.nats.spi.FailureStrategy;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;

/** The {@code nats} channels of the application: checked and set up before SmallRye starts, made when it asks. */
@ApplicationScoped
public class Channels {

    /** A copy of a channel that SmallRye makes for {@code concurrency}. */
    private static final Pattern COPY = Pattern.compile("\\$\\d+$");

    @Inject
    NatsConfig natsConfig;
    @Inject
    ChannelReader reader;
    @Inject
    ChannelMethods methods;
    @Inject
    NatsConnections connections;
    @Inject
    PausedChannels paused;
    @Inject
    PayloadEncoder payloads;
    @Inject
    Vertx vertx;
    @Inject
    @Any
    Instance<FailureStrategy> strategies;
    @Inject
    BatchTypes batchTypes;
    @Inject
    SequenceStores stores;
    @Inject
    Event<ChannelCaughtUp> caughtUp;
    @Inject
    Compaction compaction;
    @Inject
    Instance<Tracing> tracing;
    @Inject
    Instance<Metrics> metrics;
    @ConfigProperty(name = "quarkus.application.name", defaultValue = "quarkus")
    String application;

    private final Map<String, ConnectionSetup> setups = new LinkedHashMap<>();
    private final Map<String, IncomingBinding> incoming = new TreeMap<>();
    private final Map<String, OutgoingBinding> outgoing = new TreeMap<>();
    private Map<String, FailureStrategy> strategiesByName;
    /** Ends when SmallRye has connected all channels and emitters. */
    private final CompletableFuture<Void> connected = new CompletableFuture<>();

    /** @return the name of the channel that this one is a copy of, or its own */
    static String base(String channel) {
        return COPY.matcher(channel).replaceFirst("");
    }

    static boolean isCopy(String channel) {
        return COPY.matcher(channel).find();
    }

    /** All mistakes at once, before SmallRye starts, which stops at the first. */
    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE - 100) StartupEvent event) {
        ChannelReader.Read read = reader.read();
        Mistakes.refuse(read.mistakes());
        strategiesByName = Identified.all(strategies);
        for (IncomingSettings settings : read.incoming()) {
            IncomingBinding binding = new IncomingBinding(settings, new ConsumerProvisioner(settings, application),
                    settings.store() == null ? null : stores.of(settings.store().name()),
                    (messages, duration) -> caughtUp(new ChannelCaughtUp(settings.channel(), messages, duration)));
            incoming.put(settings.channel(), binding);
            setup(settings.connection()).steps().add(binding);
        }
        for (OutgoingSettings settings : read.outgoing()) {
            OutgoingBinding binding = new OutgoingBinding(settings);
            outgoing.put(settings.channel(), binding);
            setup(settings.connection()).steps().add(binding);
        }
        if (!setups.isEmpty()) {
            natsConfig.streams().forEach(
                    (name, stream) -> setup(stream.connection().orElse(NatsConfig.DEFAULT_CONNECTION)).steps().add(name,
                            stream));
        }
        if (!metrics.isUnsatisfied()) {
            incoming.values().forEach(binding -> metrics.get().incoming(binding.settings().channel(),
                    binding.settings().connection(), binding.status()));
            setups.forEach((name, setup) -> metrics.get().connection(name, setup.reconnects()));
        }
        setups.values().forEach(ConnectionSetup::start);
        compaction.start(incoming.values());
        List<String> mistakes = new ArrayList<>();
        setups.values().forEach(setup -> mistakes.addAll(setup.awaitFirstAnswer()));
        if (!mistakes.isEmpty()) {
            connections.close();
        }
        Mistakes.refuse(mistakes);
    }

    void connected(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE + 1) StartupEvent event) {
        connected.complete(null);
    }

    /**
     * Observers may block, and the end of a replay is told on an event loop; and they may send, which an emitter can't before.
     */
    private void caughtUp(ChannelCaughtUp event) {
        connected.thenRunAsync(() -> {
            caughtUp.fireAsync(event).whenComplete((told, failure) -> {
                if (failure != null) {
                    REPLAY_LOG.observerFailed(event.channel(), failure);
                }
            });
            try {
                caughtUp.fire(event);
            } catch (RuntimeException e) {
                REPLAY_LOG.observerFailed(event.channel(), e);
            }
        }, Infrastructure.getDefaultWorkerPool());
    }

    private ConnectionSetup setup(String connection) {
        return setups.computeIfAbsent(connection, name -> new ConnectionSetup(connections.get(name), vertx,
                new SetupSteps(connections.get(name), new StreamLookup(LaunchMode.current().isDevOrTest()))));
    }

    Flow.Publisher<? extends Message<?>> incoming(Config config) {
        String name = config.getValue(ConnectorFactory.CHANNEL_NAME_ATTRIBUTE, String.class);
        IncomingBinding binding = incoming.get(incoming.containsKey(name) ? name : base(name));
        ConnectionSetup setup = setups.get(binding.settings().connection());
        IncomingChannel channel = new IncomingChannel(binding.settings(), ((VertxInternal) vertx).createEventLoopContext(),
                strategiesByName.get(binding.settings().failure().strategy()), setup.hostOf(binding, paused.of(config, name)),
                binding.status(), batchTypes.decoder(binding.settings()));
        binding.add(channel);
        Flow.Publisher<Message<?>> given = tracing.isUnsatisfied() ? channel
                : tracing.get().incoming(binding.settings(), methods.areNeverAcked(binding.settings().channel()), channel);
        return config.getOptionalValue("broadcast", Boolean.class).orElse(false)
                ? Broadcast.of(given, methods.taking(binding.settings().channel()).size())
                : given;
    }

    Flow.Subscriber<? extends Message<?>> outgoing(String name) {
        OutgoingBinding binding = outgoing.get(name);
        ConnectionSetup setup = setups.get(binding.settings().connection());
        RequestEncoder encoder = new RequestEncoder(binding.settings(), payloads, setup::maxPayload);
        OutgoingChannel channel = new OutgoingChannel(binding.settings(), encoder, setup.queue(),
                ((VertxInternal) vertx).createEventLoopContext(), binding.status());
        binding.channel(channel);
        if (!metrics.isUnsatisfied()) {
            metrics.get().outgoing(binding.settings().channel(), channel.counters());
        }
        return tracing.isUnsatisfied() ? channel : tracing.get().outgoing(binding.settings(), channel);
    }

    Collection<IncomingBinding> bindings() {
        return incoming.values();
    }

    Collection<OutgoingBinding> outgoingBindings() {
        return outgoing.values();
    }

    /** @return the connections that channels or streams use */
    List<ManagedConnection> used() {
        return setups.values().stream().map(ConnectionSetup::connection).toList();
    }

    List<ChannelStatus> statuses() {
        List<ChannelStatus> statuses = new ArrayList<>();
        incoming.values().forEach(binding -> statuses.add(binding.status()));
        outgoing.values().forEach(binding -> statuses.add(binding.status()));
        return statuses;
    }

    void stop() {
        compaction.cancel();
        Shutdown.run(setups.values());
        incoming.values().stream().map(IncomingBinding::record).filter(Objects::nonNull).forEach(SequenceRecord::close);
        connections.close();
    }
}
