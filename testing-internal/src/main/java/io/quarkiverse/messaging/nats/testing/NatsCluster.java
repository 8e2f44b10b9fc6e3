package io.quarkiverse.messaging.nats.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

import io.nats.client.Options;
import io.nats.client.api.ClusterInfo;
import io.quarkiverse.messaging.nats.testing.companion.NatsServerProcess;

/** Several nats-server processes that are one cluster, on loopback. */
public final class NatsCluster implements AutoCloseable {

    private static final long READY_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Map<String, NatsServer> servers = new LinkedHashMap<>();

    private NatsCluster() {
    }

    /**
     * Starts servers with the names {@code n1}, {@code n2} and so on, and waits until they have a leader.
     *
     * @param size how many
     * @return them, running
     */
    public static NatsCluster start(int size) {
        NatsCluster cluster = new NatsCluster();
        List<String> routes = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            routes.add("nats://127.0.0.1:" + NatsServerProcess.freePort());
        }
        for (int i = 0; i < size; i++) {
            String name = "n" + (i + 1);
            cluster.servers.put(name, NatsServer.start("--name", name, "--cluster_name", "test", "--cluster", routes.get(i),
                    "--routes", String.join(",", routes)));
        }
        cluster.awaitLeader();
        return cluster;
    }

    private void awaitLeader() {
        long end = System.nanoTime() + READY_NANOS;
        try (NatsProbe probe = probe()) {
            while (true) {
                try {
                    probe.management().getStreamNames();
                    return;
                } catch (Exception e) {
                    if (System.nanoTime() > end) {
                        throw new IllegalStateException("The cluster has no leader", e);
                    }
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
                }
            }
        }
    }

    /** @return where they listen, with commas */
    public String urls() {
        return servers.values().stream().map(NatsServer::url).collect(Collectors.joining(","));
    }

    /** @return a connection to whichever answers */
    public NatsProbe probe() {
        return new NatsProbe(Options.builder().server(urls()).maxReconnects(-1));
    }

    /**
     * @param name {@code n1} for the first
     * @return it
     */
    public NatsServer server(String name) {
        return servers.get(name);
    }

    /** @return all of them */
    public List<NatsServer> servers() {
        return List.copyOf(servers.values());
    }

    /**
     * @param group of a stream or a consumer
     * @return its leader; any of them while there is none
     */
    public NatsServer leader(ClusterInfo group) {
        String name = group == null ? null : group.getLeader();
        return name == null ? servers.values().iterator().next() : servers.get(name);
    }

    @Override
    public void close() {
        servers.values().forEach(NatsServer::close);
    }
}
