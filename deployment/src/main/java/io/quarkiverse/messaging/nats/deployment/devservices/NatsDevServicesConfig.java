package io.quarkiverse.messaging.nats.deployment.devservices;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import io.quarkus.runtime.annotations.ConfigDocMapKey;
import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The server that development and test mode bring up for connections without {@code servers}. */
@ConfigMapping(prefix = "quarkus.messaging.nats.devservices")
@ConfigRoot(phase = ConfigPhase.BUILD_TIME)
public interface NatsDevServicesConfig {

    /** Whether a server is brought up at all. */
    @WithDefault("true")
    boolean enabled();

    /**
     * {@code auto}: a container where Docker or Podman answers and can start it, else a local process. {@code container} and
     * {@code process}: that one, or an error.
     */
    @WithDefault("auto")
    Mode mode();

    /**
     * The nats-server binary of a local process, 2.9 or newer. Default: the one that the environment variable
     * {@code NATS_SERVER} names, else {@code nats-server} on the PATH, else the newest in the cache of this project's
     * {@code scripts/nats-server}.
     */
    Optional<String> command();

    /** The image of a container. Default: {@code docker.io/library/nats:2.15-alpine}. */
    Optional<String> imageName();

    /**
     * The port at which the server listens. Default: a free one. In development mode a NATS server that already listens there
     * is used if {@code shared}; in test mode a free one is taken where this one is not free, so that tests run beside a
     * development mode.
     */
    OptionalInt port();

    /**
     * Where development mode keeps streams from one start to the next; made if it does not exist. Default: a temporary
     * directory that goes with the server. Tests always begin empty. A relative path starts at the working directory.
     */
    Optional<Path> storeDirectory();

    /**
     * Whether development mode uses a server that another application's dev services brought up: a container with the label
     * {@code quarkus-dev-service-nats} and the same {@code service-name}, or whatever listens at {@code port}.
     */
    @WithDefault("true")
    boolean shared();

    /** The value of the label by which applications find a shared container. */
    @WithDefault("nats")
    String serviceName();

    /** Streams to create when the server has started, where they don't exist: the name, and its subjects. */
    @ConfigDocMapKey("stream-name")
    Map<String, List<String>> streams();

    /** What may be brought up. */
    enum Mode {
        /** A container, else a process. */
        AUTO,
        /** A container, or an error. */
        CONTAINER,
        /** A local process, or an error. */
        PROCESS
    }
}
