package io.quarkiverse.messaging.nats.deployment.devservices;

import static io.quarkiverse.messaging.nats.deployment.devservices.DevServicesMessages.LOG;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import io.quarkiverse.messaging.nats.deployment.devservices.NatsDevServicesConfig.Mode;
import io.quarkus.deployment.builditem.Startable;

/** The server of this application: a container, else a local process. What each way needs is asked only when it is tried. */
final class DevServer implements Startable {

    /** Where servers of this JVM listen: they are not somebody else's to share. */
    private static final Set<String> OURS = ConcurrentHashMap.newKeySet();

    /**
     * The ways to a server.
     *
     * @param containerEngine whether Docker or Podman answers
     * @param container starts a container
     * @param process starts a process
     */
    record Ways(BooleanSupplier containerEngine, Function<DevServerSettings, OwnServer> container,
            Function<DevServerSettings, OwnServer> process) {
    }

    private final DevServerSettings settings;
    private final Ways ways;
    private OwnServer server;

    DevServer(DevServerSettings settings, Ways ways) {
        this.settings = settings;
        this.ways = ways;
    }

    static boolean isOurs(int port) {
        return OURS.stream().anyMatch(url -> url.endsWith(":" + port));
    }

    @Override
    public void start() {
        DevServerSettings wanted = withPortThatIsFree();
        List<String> tried = new ArrayList<>();
        if (wanted.mode() != Mode.PROCESS) {
            tryContainer(wanted, tried);
        }
        if (server == null && wanted.mode() != Mode.CONTAINER) {
            tryWay(ways.process(), "no process", wanted, tried);
        }
        if (server == null) {
            throw LOG.noWay(String.join("; ", tried));
        }
        OURS.add(server.url());
        LOG.started(server.description(), server.url(), tried.isEmpty() ? "" : " (" + String.join("; ", tried) + ")");
    }

    private DevServerSettings withPortThatIsFree() {
        if (settings.port().isEmpty()) {
            return settings;
        }
        int port = settings.port().getAsInt();
        ListeningPort listening = ListeningPort.at(port);
        if (listening == ListeningPort.FREE) {
            return settings;
        }
        if (!settings.launchMode().isDev()) {
            LOG.testsTakeAFreePort(port);
            return settings.atFreePort();
        }
        throw listening == ListeningPort.OTHER ? LOG.portTaken(port) : LOG.portTakenByANatsServer(port);
    }

    private void tryContainer(DevServerSettings wanted, List<String> tried) {
        if (ways.containerEngine().getAsBoolean()) {
            tryWay(ways.container(), "no container", wanted, tried);
        } else {
            tried.add("no container: neither Docker nor Podman answers");
        }
    }

    /** A way that can't be taken is a reason to try the next; a stream that can't be created would fail there, too. */
    private void tryWay(Function<DevServerSettings, OwnServer> way, String refusal, DevServerSettings wanted,
            List<String> tried) {
        OwnServer started;
        try {
            started = way.apply(wanted);
        } catch (DevServiceException e) {
            tried.add(refusal + ": " + e.getMessage());
            return;
        }
        try {
            FirstContact.with(started, wanted.streams());
            server = started;
        } finally {
            if (server == null) {
                started.close();
            }
        }
    }

    @Override
    public String getConnectionInfo() {
        return server.url();
    }

    @Override
    public String getContainerId() {
        return server.containerId();
    }

    @Override
    public void close() {
        if (server != null) {
            OURS.remove(server.url());
            server.close();
        }
    }
}
