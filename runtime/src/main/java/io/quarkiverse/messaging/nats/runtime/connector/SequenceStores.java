package io.quarkiverse.messaging.nats.runtime.connector;

import static io.quarkiverse.messaging.nats.runtime.i18n.SequenceErrors.SEQUENCES;

import java.util.List;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;

import io.quarkiverse.messaging.nats.runtime.config.ChannelConfig;
import io.quarkiverse.messaging.nats.runtime.config.IncomingSettings;
import io.quarkiverse.messaging.nats.spi.SequenceStore;
import io.smallrye.reactive.messaging.MediatorConfiguration;

/** The sequence stores that exist, and which channels may use them. */
@ApplicationScoped
public class SequenceStores {

    private static final Set<Acknowledgment.Strategy> EARLY = Set.of(Acknowledgment.Strategy.PRE_PROCESSING,
            Acknowledgment.Strategy.NONE);

    @Inject
    @Any
    Instance<SequenceStore> beans;
    @Inject
    Config config;
    @Inject
    ChannelMethods methods;

    SequenceStore of(String name) {
        return Identified.all(beans).get(name);
    }

    void check(IncomingSettings settings, List<String> mistakes) {
        if (settings.store() == null) {
            return;
        }
        String channel = settings.channel();
        String name = settings.store().name();
        SequenceStore store = of(name);
        if (store == null) {
            mistakes.add(SEQUENCES.unknownStore(channel, name, Identified.all(beans).keySet()));
            return;
        }
        if (!store.isShared() && settings.queueGroup() != null) {
            mistakes.add(SEQUENCES.notShared(channel, name));
        }
        if (config.getOptionalValue(ChannelConfig.prefix(true, channel) + "broadcast", Boolean.class).orElse(false)) {
            mistakes.add(SEQUENCES.withBroadcast(channel, name));
        }
        for (MediatorConfiguration method : methods.taking(channel)) {
            if (EARLY.contains(method.getAcknowledgment())) {
                mistakes.add(SEQUENCES.acknowledgesEarly(channel, name, method.methodAsString(),
                        method.getAcknowledgment() == Acknowledgment.Strategy.NONE ? "not at all" : "before it runs"));
            }
        }
        if (settings.durable() != null) {
            mistakes.addAll(store.check(new SequenceStore.Wish(channel, settings.durable(), settings.queueGroup(),
                    settings.batch() != null, settings.failure().deadLetterSubject())));
        }
    }
}
