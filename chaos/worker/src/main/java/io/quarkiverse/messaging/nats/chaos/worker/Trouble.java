package io.quarkiverse.messaging.nats.chaos.worker;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What goes wrong inside a method: now and then it fails, or it works for longer than the server waits. */
@ApplicationScoped
public class Trouble {

    private static final long LONGEST_STALL_MILLIS = 4000;

    @ConfigProperty(name = "chaos.fail-per-mille", defaultValue = "9")
    int fails;
    @ConfigProperty(name = "chaos.stall-per-mille", defaultValue = "1")
    int stalls;

    void perhaps() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        if (random.nextInt(1000) < fails) {
            throw new IllegalStateException("told to fail");
        }
        if (random.nextInt(1000) < stalls) {
            try {
                new CountDownLatch(1).await(random.nextLong(LONGEST_STALL_MILLIS), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
