package io.quarkiverse.messaging.nats.it;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Incoming;

import io.quarkiverse.messaging.nats.IncomingNatsMetadata;
import io.smallrye.common.annotation.Blocking;

/**
 * Writes down when the handling of each message began, in a file: a line of 32 bytes with the sequence, the delivery count
 * and the time in milliseconds. Written at once, so that it is there also after SIGKILL. A payload that begins with
 * {@code slow} takes longer, one that begins with {@code poison} always fails.
 */
@ApplicationScoped
public class Work {

    @ConfigProperty(name = "it.work-file")
    Optional<Path> file;
    @ConfigProperty(name = "it.takes-millis", defaultValue = "0")
    long takes;
    @ConfigProperty(name = "it.slow-millis", defaultValue = "0")
    long slow;

    private OutputStream out;

    @Incoming("work")
    @Blocking
    void handle(byte[] payload, IncomingNatsMetadata metadata) throws IOException, InterruptedException {
        write(String.format("%10d %5d %14d\n", metadata.streamSequence(), metadata.deliveryCount(),
                System.currentTimeMillis()));
        String text = new String(payload, StandardCharsets.UTF_8);
        long millis = text.startsWith("slow") ? slow : takes;
        if (millis > 0) {
            new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
        }
        if (text.startsWith("poison")) {
            throw new IllegalStateException("poison");
        }
    }

    private synchronized void write(String line) throws IOException {
        if (out == null) {
            out = Files.newOutputStream(file.orElseThrow(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        out.write(line.getBytes(StandardCharsets.US_ASCII));
    }
}
