package io.quarkiverse.messaging.nats.chaos;

import io.nats.client.api.ClusterInfo;
import io.quarkiverse.messaging.nats.testing.NatsCluster;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;

/** The NATS server, or three of them, where each stream has three replicas and a leader is what is killed. */
final class Servers implements AutoCloseable {

    private static final int SIZE = 3;

    private final NatsServer single;
    private final NatsCluster cluster;

    Servers(boolean several) {
        single = several ? null : NatsServer.start();
        cluster = several ? NatsCluster.start(SIZE) : null;
    }

    String url() {
        return single == null ? cluster.urls() : single.url();
    }

    int replicas() {
        return single == null ? SIZE : 1;
    }

    NatsProbe probe() {
        return single == null ? cluster.probe() : new NatsProbe(single);
    }

    /** SIGKILL, and started again at once: in a cluster the leader of the stream, or of its consumer. */
    void strike(String stream, boolean ofConsumer) {
        NatsServer victim = single == null ? leader(stream, ofConsumer) : single;
        victim.kill();
        victim.restart();
    }

    private NatsServer leader(String stream, boolean ofConsumer) {
        try (NatsProbe probe = probe()) {
            ClusterInfo group = ofConsumer ? probe.consumers(stream).get(0).getClusterInfo()
                    : probe.management().getStreamInfo(stream).getClusterInfo();
            return cluster.leader(group);
        } catch (Exception e) {
            return cluster.leader(null); // it is between two leaders
        }
    }

    @Override
    public void close() {
        if (single == null) {
            cluster.close();
        } else {
            single.close();
        }
    }
}
