package io.quarkiverse.messaging.nats.deployment.devservices;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

import io.quarkiverse.messaging.nats.deployment.devservices.NatsDevServicesConfig.Mode;
import io.quarkus.runtime.LaunchMode;

/**
 * What makes one server differ from another: its text is how Quarkus decides whether a live reload keeps the server.
 *
 * @param launchMode development or test
 * @param mode container, process, or what there is
 * @param command the configured binary
 * @param imageName the image of a container
 * @param port the configured port, empty for a free one
 * @param storeDirectory the directory to keep, empty for a temporary one
 * @param serviceName the label of a shared container
 * @param streams the streams to create, by name
 */
record DevServerSettings(LaunchMode launchMode, Mode mode, Optional<String> command, String imageName, OptionalInt port,
        Optional<Path> storeDirectory, String serviceName, Map<String, List<String>> streams) {

    static DevServerSettings of(NatsDevServicesConfig config, LaunchMode launchMode, String defaultImage) {
        boolean development = launchMode == LaunchMode.DEVELOPMENT;
        return new DevServerSettings(launchMode, config.mode(), config.command(), config.imageName().orElse(defaultImage),
                config.port(), development ? config.storeDirectory().map(Path::toAbsolutePath) : Optional.empty(),
                config.serviceName(), new TreeMap<>(config.streams()));
    }

    /** The same server at a free port. */
    DevServerSettings atFreePort() {
        return new DevServerSettings(launchMode, mode, command, imageName, OptionalInt.empty(), storeDirectory, serviceName,
                streams);
    }
}
