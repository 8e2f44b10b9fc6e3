package io.quarkiverse.messaging.nats.benchmarks.worker;

import java.io.IOException;
import java.util.Optional;
import java.util.Scanner;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Incoming;

import io.nats.client.ConsumeOptions;
import io.nats.client.JetStreamApiException;
import io.nats.client.Nats;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.reactive.messaging.ChannelRegistry;

/**
 * Counts messages until there are as many as expected. Says {@code ready} when it has started, {@code done} with how many it
 * read in a second, and begins when it is told {@code go}, if it was told to wait.
 */
@ApplicationScoped
public class Worker {

    private static final int BATCH = 1000;

    @ConfigProperty(name = "worker.expect", defaultValue = "0")
    long expected;
    /** The stream's consumer to read with jnats. */
    @ConfigProperty(name = "worker.by-hand")
    Optional<String> byHand;
    @ConfigProperty(name = "worker.heap", defaultValue = "false")
    boolean sampled;
    /** The consumer by hand begins before the start is over, as a channel does. */
    @ConfigProperty(name = "worker.early", defaultValue = "false")
    boolean early;
    @ConfigProperty(name = "worker.waits", defaultValue = "false")
    boolean waits;
    @ConfigProperty(name = "quarkus.messaging.nats.servers")
    String servers;
    @Inject
    ChannelRegistry channels;

    private final AtomicLong counted = new AtomicLong();
    private volatile long first;

    void start(@Observes StartupEvent event) throws Exception {
        if (sampled) {
            HeapSamples.print(counted);
        }
        if (early) {
            begin();
        }
        System.out.println("ready");
        if (waits) {
            new Thread(this::awaitGo, "go").start();
        } else if (!early) {
            begin();
        }
    }

    private void awaitGo() {
        try (Scanner told = new Scanner(System.in)) {
            told.nextLine();
            begin();
        } catch (IOException | InterruptedException | JetStreamApiException e) {
            throw new IllegalStateException(e);
        }
    }

    private void begin() throws IOException, InterruptedException, JetStreamApiException {
        if (byHand.isPresent()) {
            Nats.connect(servers).getStreamContext("IN").getConsumerContext(byHand.get())
                    .consume(ConsumeOptions.builder().batchSize(BATCH).build(), message -> {
                        message.ack();
                        hit();
                    });
        } else if (waits) {
            channels.getPausable("backlog").resume();
        }
    }

    @Incoming("backlog")
    @NonBlocking
    void backlog(byte[] payload) {
        hit();
    }

    private void hit() {
        long now = counted.incrementAndGet();
        if (now == 1) {
            first = System.nanoTime();
        }
        if (now == expected) {
            System.out.println("done " + expected * 1e9 / (System.nanoTime() - first));
        }
    }
}
