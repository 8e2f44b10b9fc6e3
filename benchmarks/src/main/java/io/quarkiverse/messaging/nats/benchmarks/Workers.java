package io.quarkiverse.messaging.nats.benchmarks;

import java.util.List;

import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;

/** How the processes are started that read with a channel, or by hand. */
final class Workers {

    static final String JAR = "bench.jar.worker";
    private static final int IN_FLIGHT = 1024;

    private final Bench bench;

    Workers(Bench bench) {
        this.bench = bench;
    }

    List<String> channel(String subject, String durable) {
        return List.of("-Dquarkus.messaging.nats.servers=" + bench.url(), "-Dworker.subject=" + subject,
                "-Dworker.durable=" + durable);
    }

    List<String> byHand(String consumer) {
        return List.of("-Dquarkus.messaging.nats.servers=" + bench.url(), "-Dworker.channel=false",
                "-Dworker.by-hand=" + consumer);
    }

    /** For those that read by hand. */
    void consumer(String name, String subject) throws Exception {
        bench.management().addOrUpdateConsumer(Bench.IN, ConsumerConfiguration.builder().durable(name).filterSubject(subject)
                .ackPolicy(AckPolicy.Explicit).maxAckPending(IN_FLIGHT).build());
    }
}
