package io.quarkiverse.messaging.nats.deployment.devservices;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import io.quarkiverse.messaging.nats.deployment.devservices.NatsDevServicesConfig.Mode;
import io.quarkus.runtime.LaunchMode;

/** Settings of a server under test. */
final class Settings {

    static final String IMAGE = "docker.io/library/nats:2.15-alpine";

    private Settings() {
    }

    static DevServerSettings of(Mode mode) {
        return of(LaunchMode.DEVELOPMENT, mode, OptionalInt.empty());
    }

    static DevServerSettings of(LaunchMode launchMode, Mode mode, OptionalInt port) {
        return new DevServerSettings(launchMode, mode, Optional.empty(), IMAGE, port, Optional.empty(), "nats", Map.of());
    }

    static DevServerSettings keptIn(Path store) {
        return new DevServerSettings(LaunchMode.DEVELOPMENT, Mode.PROCESS, Optional.empty(), IMAGE, OptionalInt.empty(),
                Optional.of(store), "nats", Map.of());
    }

    static DevServerSettings withStreams(Map<String, List<String>> streams) {
        return new DevServerSettings(LaunchMode.DEVELOPMENT, Mode.PROCESS, Optional.empty(), IMAGE, OptionalInt.empty(),
                Optional.empty(), "nats", streams);
    }

    /** The server that the build found. */
    static ServerBinary binary() {
        return ServerBinary.find(Optional.empty(), System.getenv());
    }
}
