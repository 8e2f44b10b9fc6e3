package io.quarkiverse.messaging.nats.deployment.devservices;

import static io.quarkiverse.messaging.nats.deployment.devservices.DevServicesMessages.LOG;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import org.eclipse.microprofile.config.ConfigProvider;

import io.quarkiverse.messaging.nats.deployment.devservices.NatsDevServicesConfig.Mode;
import io.quarkus.deployment.IsDevServicesSupportedByLaunchMode;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.BuildSteps;
import io.quarkus.deployment.builditem.DevServicesComposeProjectBuildItem;
import io.quarkus.deployment.builditem.DevServicesResultBuildItem;
import io.quarkus.deployment.builditem.DevServicesSharedNetworkBuildItem;
import io.quarkus.deployment.builditem.DockerStatusBuildItem;
import io.quarkus.deployment.builditem.LaunchModeBuildItem;
import io.quarkus.deployment.dev.devservices.DevServicesConfig;
import io.quarkus.devservices.common.ConfigureUtil;

/** Gives a server to every connection without one: a shared one that runs already, or one that starts with the application. */
@BuildSteps(onlyIf = { IsDevServicesSupportedByLaunchMode.class, DevServicesConfig.Enabled.class })
class NatsDevServicesProcessor {

    private static final String FEATURE = "messaging-nats";

    @BuildStep
    void server(NatsDevServicesConfig config, DevServicesConfig global, LaunchModeBuildItem launchMode,
            DockerStatusBuildItem docker, DevServicesComposeProjectBuildItem compose,
            List<DevServicesSharedNetworkBuildItem> networks, BuildProducer<DevServicesResultBuildItem> results) {
        Set<String> keys = ServerKeys.without(ConfigProvider.getConfig());
        if (!config.enabled() || keys.isEmpty()) {
            return;
        }
        boolean inNetwork = DevServicesSharedNetworkBuildItem.isSharedNetworkRequired(global, networks);
        ContainerEngine engine = ContainerEngine.ofThisMachine(docker::isContainerRuntimeAvailable);
        DevServerSettings settings = DevServerSettings.of(config, launchMode.getLaunchMode(),
                ConfigureUtil.getDefaultImageNameFor("nats"));
        Optional<SharedServer> shared = new SharedServer.Search(config, settings)
                .find(() -> config.mode() != Mode.PROCESS && engine.getAsBoolean(), compose, inNetwork);
        if (shared.isPresent()) {
            results.produce(DevServicesResultBuildItem.discovered().feature(FEATURE).containerId(shared.get().containerId())
                    .config(toEach(keys, key -> shared.get().url())).build());
            return;
        }
        ServerContainer.Surroundings surroundings = new ServerContainer.Surroundings(compose.getDefaultNetworkId(), inNetwork,
                global.timeout());
        DevServer.Ways ways = new DevServer.Ways(engine,
                wanted -> ServerContainer.start(wanted, surroundings),
                wanted -> ServerProcess.start(ServerBinary.find(wanted.command(), System.getenv()), wanted));
        Map<String, Function<DevServer, String>> provided = toEach(keys, key -> DevServer::getConnectionInfo);
        results.produce(DevServicesResultBuildItem.<DevServer> owned().feature(FEATURE)
                // A text, since Quarkus compares it over class loaders. Keys are in it: new ones must be injected.
                .serviceConfig(settings + " for " + keys)
                .startable(() -> new DevServer(settings, ways))
                .configProvider(provided)
                .postStartHook(server -> LOG.debugf("Dev services: %s is ready", server.getConnectionInfo()))
                .build());
    }

    private static <V> Map<String, V> toEach(Set<String> keys, Function<String, V> value) {
        Map<String, V> values = new HashMap<>();
        keys.forEach(key -> values.put(key, value.apply(key)));
        return values;
    }
}
