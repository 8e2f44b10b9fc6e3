package io.quarkiverse.messaging.nats.chaos.faults;

import static io.quarkiverse.messaging.nats.chaos.faults.Site.pause;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.nats.client.api.ClusterInfo;
import io.quarkiverse.messaging.nats.testing.NatsServer;

/** What goes wrong with one of three servers, where each stream has three replicas. */
final class ClusterFaults {

    private static final Duration CAUGHT_UP = Duration.ofSeconds(60);

    private ClusterFaults() {
    }

    static List<Fault> all() {
        return List.of(
                new Fault("leaders-moved", "The leaders of the stream and of all consumers step down, in a cluster of three",
                        "Pulls end with a word of the old leader, and are made anew", Place::cluster, site -> {
                            site.request("$JS.API.STREAM.LEADER.STEPDOWN." + Site.STREAM);
                            for (String[] one : Site.CONSUMERS) {
                                site.request("$JS.API.CONSUMER.LEADER.STEPDOWN." + Site.STREAM + "." + one[1]);
                            }
                        }),
                new Fault("node-replaced",
                        "The server that leads the stream gets SIGKILL, and comes back 15 s later with an empty disk",
                        "Two of three go on when they have chosen a leader; the new one gets its copy from them",
                        Place::cluster, ClusterFaults::replace).within(Duration.ofSeconds(25)),
                new Fault("lame-duck", "The server to which the application is connected goes into lame duck mode and ends",
                        "The client goes to another server when this one sends it away", Place::cluster,
                        ClusterFaults::lameDuck).within(Duration.ofSeconds(20)));
    }

    private static void replace(Site site) throws Exception {
        NatsServer lost = site.place.cluster.leader(info(site));
        lost.kill();
        site.over();
        pause(15);
        lost.wipe();
        lost.restart();
        site.await("the new one has its copy", CAUGHT_UP, () -> isWhole(site));
    }

    private static ClusterInfo info(Site site) throws Exception {
        return site.probe.management().getStreamInfo(Site.STREAM).getClusterInfo();
    }

    private static boolean isWhole(Site site) {
        try {
            ClusterInfo info = info(site);
            return info.getLeader() != null && info.getReplicas().size() == 2
                    && info.getReplicas().stream().allMatch(replica -> replica.isCurrent() && !replica.isOffline());
        } catch (Exception e) {
            return false; // between two leaders
        }
    }

    private static void lameDuck(Site site) throws Exception {
        int port = site.worker.connectedTo();
        NatsServer duck = site.place.cluster.servers().stream().filter(server -> server.port() == port).findFirst()
                .orElseThrow();
        duck.lameDuck().get(150, TimeUnit.SECONDS);
        site.over();
        pause(5);
        duck.restart();
    }
}
