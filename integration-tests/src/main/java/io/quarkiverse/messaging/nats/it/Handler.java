package io.quarkiverse.messaging.nats.it;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Incoming;

import io.quarkiverse.messaging.nats.IncomingNatsMetadata;
import io.smallrye.common.annotation.Blocking;

/** Says what it handles on standard output; hangs or fails where it is told to. */
@ApplicationScoped
public class Handler {

    @ConfigProperty(name = "it.hang-at")
    Optional<Long> hangAt;
    @ConfigProperty(name = "it.fail-at")
    Optional<Long> failAt;
    @ConfigProperty(name = "it.takes-millis", defaultValue = "0")
    long takes;
    @ConfigProperty(name = "it.slow-at")
    Optional<Long> slowAt;
    @ConfigProperty(name = "it.slow-millis", defaultValue = "0")
    long slow;

    @Incoming("in")
    @Blocking
    void handle(String payload, IncomingNatsMetadata metadata) throws InterruptedException {
        long sequence = metadata.streamSequence();
        Say.line("BEGIN " + sequence + " " + metadata.deliveryCount());
        if (hangAt.isPresent() && hangAt.get() == sequence) {
            new CountDownLatch(1).await();
        }
        long millis = slowAt.isPresent() && slowAt.get() == sequence ? slow : takes;
        if (millis > 0) {
            new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
        }
        if (failAt.isPresent() && failAt.get() == sequence) {
            throw new IllegalStateException("told to fail");
        }
        Say.line("HANDLED " + sequence + " " + metadata.deliveryCount() + " " + payload);
    }
}
