package io.quarkiverse.messaging.nats.runtime.connector;

import java.util.ArrayList;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.quarkiverse.messaging.nats.runtime.connection.ManagedConnection;
import io.quarkiverse.messaging.nats.runtime.consumer.BoundConsumer;
import io.quarkiverse.messaging.nats.runtime.health.ChannelStatus;

/** The channels as the Dev UI shows them, and a person's wish to pause one. In production nobody asks for it. */
@ApplicationScoped
public class ChannelViews {

    /**
     * What a sequence store holds of a channel.
     *
     * @param kind the store's identifier
     * @param guarantee what it promises
     * @param floor up to where everything is done with
     * @param highest the highest that was recorded
     * @param entries how many are kept above the floor
     * @param trouble why nothing is known, or {@code null}
     */
    public record Store(String kind, String guarantee, long floor, long highest, long entries, String trouble) {
    }

    /**
     * A channel.
     *
     * @param stream where it is bound, else where it is to be, or {@code null}
     * @param consumer the consumer that it has, or {@code null}
     * @param reason why it is not ready, or what is to be shown all the same, or {@code null}
     * @param paused whether a person has paused it
     * @param store {@code null} without a sequence store
     */
    public record View(String channel, boolean incoming, String connection, String subjects, String stream,
            String consumer, boolean ready, String reason, boolean paused, long redelivered, long deadLettered,
            long duplicates, Store store) {
    }

    @Inject
    Channels channels;
    @Inject
    PausedChannels paused;

    /** @return all channels of the connector. Blocks: a store may be asked */
    public List<View> all() {
        List<View> views = new ArrayList<>();
        for (IncomingBinding binding : channels.bindings()) {
            BoundConsumer bound = binding.bound();
            ChannelStatus status = binding.status();
            String channel = binding.settings().channel();
            views.add(new View(channel, true, binding.settings().connection(),
                    String.join(", ", binding.settings().subjects()),
                    bound == null ? binding.settings().stream() : bound.stream(), bound == null ? null : bound.name(),
                    status.notReady() == null, status.shown(), paused.isHeld(channel),
                    status.counters().redelivered().sum(), status.counters().deadLettered().sum(),
                    status.counters().duplicates().sum(), store(binding)));
        }
        for (OutgoingBinding binding : channels.outgoingBindings()) {
            views.add(new View(binding.settings().channel(), false, binding.settings().connection(),
                    binding.settings().subject(), binding.settings().stream(), null, binding.status().notReady() == null,
                    binding.status().shown(), false, 0, 0, 0, null));
        }
        return views;
    }

    private static Store store(IncomingBinding binding) {
        if (binding.record() == null) {
            return null;
        }
        String kind = binding.settings().store().name();
        try {
            Store store = binding.record().view();
            return store == null ? new Store(kind, null, 0, 0, 0, "not opened yet: it is with the first message") : store;
        } catch (Exception e) {
            return new Store(kind, null, 0, 0, 0, String.valueOf(e.getMessage()));
        }
    }

    /** @return the connections that channels or streams use */
    public List<ManagedConnection> connections() {
        return channels.used();
    }

    /**
     * @param channel an incoming channel
     * @param on whether it is to give nothing
     * @return whether there is such a channel
     */
    public boolean pause(String channel, boolean on) {
        boolean known = channels.bindings().stream().anyMatch(binding -> binding.settings().channel().equals(channel));
        if (known) {
            paused.hold(channel, on);
        }
        return known;
    }
}
