package io.quarkiverse.messaging.nats.deployment.devservices;

import static io.quarkiverse.messaging.nats.deployment.devservices.DevServicesMessages.LOG;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

import org.testcontainers.containers.BindMode;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

import com.github.dockerjava.api.command.InspectContainerResponse;

import io.quarkus.devservices.common.ConfigureUtil;

/** A nats-server in a container of Docker or Podman. */
final class ServerContainer implements OwnServer {

    static final int PORT = 4222;
    /** By this label other applications find it. */
    static final String LABEL = "quarkus-dev-service-nats";
    private static final String STORE = "/data";
    private static final Set<String> ENDED = Set.of("exited", "stopped", "dead");

    private final NatsContainer container;
    private final String image;

    private ServerContainer(NatsContainer container, String image) {
        this.container = container;
        this.image = image;
    }

    /**
     * Where the container lives.
     *
     * @param networkId the network of a compose project or of tests, {@code null} for none
     * @param shared whether the application is in that network, too
     * @param timeout how long the start may take, empty for the default
     */
    record Surroundings(String networkId, boolean shared, Optional<Duration> timeout) {
    }

    static ServerContainer start(DevServerSettings settings, Surroundings surroundings) {
        settings.storeDirectory().ifPresent(StoreDirectory::check);
        NatsContainer container = null;
        try {
            ServerImage.get(settings.imageName());
            container = new NatsContainer(settings, surroundings);
            container.start();
            return new ServerContainer(container, settings.imageName());
        } catch (RuntimeException e) {
            if (container != null) {
                container.stop();
            }
            throw LOG.notStarted("The image " + settings.imageName(),
                    container == null || container.end == null ? reasonOf(e) : container.end);
        }
    }

    /** Testcontainers wraps what the engine said; the innermost text says most. */
    private static String reasonOf(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse(cause.toString()).trim();
    }

    @Override
    public String description() {
        return "a container of " + image;
    }

    @Override
    public String url() {
        return container.inNetwork ? "nats://" + container.hostName + ":" + PORT : urlFromHere();
    }

    @Override
    public String urlFromHere() {
        return "nats://" + container.getHost() + ":" + container.port();
    }

    @Override
    public String containerId() {
        return container.getContainerId();
    }

    @Override
    public void close() {
        container.stop();
    }

    private static final class NatsContainer extends GenericContainer<NatsContainer> {

        private final DevServerSettings settings;
        private final boolean inNetwork;
        private final String hostName;
        private boolean ready;
        /** How it ended before it was ready, {@code null} if it did not. */
        private String end;

        private NatsContainer(DevServerSettings settings, Surroundings surroundings) {
            super(DockerImageName.parse(settings.imageName()));
            this.settings = settings;
            this.inNetwork = surroundings.shared();
            this.hostName = ConfigureUtil.configureNetwork(this, surroundings.networkId(), surroundings.shared(), "nats");
            ConfigureUtil.configureLabels(this, settings.launchMode());
            ConfigureUtil.configureSharedServiceLabel(this, settings.launchMode(), LABEL, settings.serviceName());
            withCommand("--jetstream", "--store_dir", STORE);
            waitingFor(new ReadyLine());
            surroundings.timeout().ifPresent(this::withStartupTimeout);
            settings.storeDirectory().ifPresent(store -> withFileSystemBind(store.toString(), STORE, BindMode.READ_WRITE));
        }

        @Override
        protected void configure() {
            super.configure();
            // In a network the application needs no port of this machine, but this JVM does.
            if (settings.port().isPresent() && !inNetwork) {
                addFixedExposedPort(settings.port().getAsInt(), PORT);
            } else {
                addExposedPort(PORT);
            }
        }

        /** Testcontainers removes one that does not get ready: that is the last moment at which it can be asked. */
        @Override
        protected void containerIsStopping(InspectContainerResponse info) {
            if (ready) {
                return;
            }
            try {
                InspectContainerResponse.ContainerState state = getCurrentContainerInfo().getState();
                if (ENDED.contains(String.valueOf(state.getStatus()))) {
                    end = "it ended with status " + state.getExitCodeLong() + " and said: "
                            + LastWords.of(getLogs().lines().toList());
                }
            } catch (RuntimeException e) {
                // It must be removed all the same.
                LOG.debug("The container can't be asked how it ended", e);
            }
        }

        @Override
        protected void containerIsStarted(InspectContainerResponse info) {
            ready = true;
        }

        private int port() {
            return inNetwork ? getMappedPort(PORT) : settings.port().orElseGet(this::getFirstMappedPort);
        }
    }
}
