package io.quarkiverse.messaging.nats.runtime.connector;

import java.util.function.BooleanSupplier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.config.Config;

import io.smallrye.reactive.messaging.ChannelRegistry;
import io.smallrye.reactive.messaging.PausableChannel;

/** Knows which channels the application has paused; SmallRye tells nobody, it is asked. */
@ApplicationScoped
public class PausedChannels {

    private static final BooleanSupplier NEVER = () -> false;

    @Inject
    ChannelRegistry registry;

    /**
     * @param config the channel's attributes
     * @param name the channel's name, or that of its copy
     * @return whether it is paused now; may be asked often, from any thread
     */
    BooleanSupplier of(Config config, String name) {
        if (!config.getOptionalValue("pausable", Boolean.class).orElse(false)) {
            return NEVER;
        }
        return () -> {
            PausableChannel pausable = registry.getPausable(name);
            return pausable != null && pausable.isPaused();
        };
    }
}
