package io.quarkiverse.messaging.nats.deployment.devservices;

import static io.quarkiverse.messaging.nats.deployment.devservices.DevServicesMessages.LOG;
import static io.quarkiverse.messaging.nats.deployment.devservices.ServerContainer.LABEL;
import static io.quarkiverse.messaging.nats.deployment.devservices.ServerContainer.PORT;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

import io.quarkus.deployment.builditem.DevServicesComposeProjectBuildItem;
import io.quarkus.devservices.common.ComposeLocator;
import io.quarkus.devservices.common.ContainerAddress;
import io.quarkus.devservices.common.ContainerLocator;

/**
 * A server that somebody else brought up.
 *
 * @param url where it listens
 * @param containerId its container, {@code null} for a process
 */
record SharedServer(String url, String containerId) {

    /** Looks for one: at the configured port, then among the containers, then in the compose project. */
    record Search(NatsDevServicesConfig config, DevServerSettings settings) {

        private static final ContainerLocator CONTAINERS = ContainerLocator.locateContainerWithLabels(PORT, LABEL);

        Optional<SharedServer> find(BooleanSupplier containerEngine, DevServicesComposeProjectBuildItem compose,
                boolean inNetwork) {
            Optional<SharedServer> listening = atPort();
            if (listening.isPresent() || !containerEngine.getAsBoolean()) {
                return listening;
            }
            try {
                return CONTAINERS.locateContainer(config.serviceName(), config.shared(), settings.launchMode())
                        .or(() -> ComposeLocator.locateContainer(compose, List.of(settings.imageName(), "nats"), PORT,
                                settings.launchMode(), inNetwork))
                        .map(Search::at);
            } catch (RuntimeException e) {
                LOG.containersNotAsked(e.toString());
                return Optional.empty();
            }
        }

        /** A server of this JVM is no other's: after a live reload it must not be taken for one. */
        private Optional<SharedServer> atPort() {
            if (!settings.launchMode().isDev() || !config.shared() || config.port().isEmpty()
                    || DevServer.isOurs(config.port().getAsInt())) {
                return Optional.empty();
            }
            int port = config.port().getAsInt();
            return switch (ListeningPort.at(port)) {
                case JETSTREAM -> {
                    LOG.shared(port, "it has JetStream");
                    yield Optional.of(new SharedServer("nats://localhost:" + port, null));
                }
                case NATS -> throw LOG.sharedWithoutJetStream(port);
                case OTHER -> throw LOG.portTaken(port);
                case FREE -> Optional.empty();
            };
        }

        private static SharedServer at(ContainerAddress address) {
            return new SharedServer("nats://" + address.getUrl(), address.getId());
        }
    }
}
