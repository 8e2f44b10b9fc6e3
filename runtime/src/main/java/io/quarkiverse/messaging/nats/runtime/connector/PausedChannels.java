package io.quarkiverse.messaging.nats.runtime.connector;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.config.Config;

import io.quarkus.runtime.LaunchMode;
import io.smallrye.reactive.messaging.ChannelRegistry;
import io.smallrye.reactive.messaging.PausableChannel;
import io.smallrye.reactive.messaging.PausableChannelConfiguration;

/** Knows which channels the application has paused; SmallRye tells nobody, it is asked. */
@ApplicationScoped
public class PausedChannels {

    private static final BooleanSupplier NEVER = () -> false;

    @Inject
    ChannelRegistry registry;

    /** By a person, in the Dev UI: any channel, also one that SmallRye could not pause. */
    private final Set<String> held = ConcurrentHashMap.newKeySet();

    /**
     * @param config the channel's attributes
     * @param name the channel's name, or that of its copy
     * @return whether it is paused now; may be asked often, from any thread
     */
    BooleanSupplier of(Config config, String name) {
        BooleanSupplier byApplication = byApplication(config, name);
        if (!LaunchMode.current().isDevOrTest()) {
            return byApplication;
        }
        String base = Channels.base(name);
        return () -> isHeld(name) || isHeld(base) || byApplication.getAsBoolean();
    }

    /** @param on whether the channel, and its copies, is to give nothing; counts in development and test mode only */
    void hold(String channel, boolean on) {
        if (on) {
            held.add(channel);
        } else {
            held.remove(channel);
        }
    }

    boolean isHeld(String channel) {
        return held.contains(channel);
    }

    private BooleanSupplier byApplication(Config config, String name) {
        if (!config.getOptionalValue(PausableChannelConfiguration.PAUSABLE_PROPERTY, Boolean.class).orElse(false)) {
            return NEVER;
        }
        boolean initially = config.getOptionalValue(PausableChannelConfiguration.INITIALLY_PAUSED_PROPERTY, Boolean.class)
                .or(() -> config.getOptionalValue(PausableChannelConfiguration.PAUSED_PROPERTY, Boolean.class)).orElse(false);
        return () -> {
            // SmallRye makes it after it has asked for the channel, which may begin before.
            PausableChannel pausable = registry.getPausable(name);
            return pausable == null ? initially : pausable.isPaused();
        };
    }
}
