package io.quarkiverse.messaging.nats.chaos.worker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.reactive.messaging.health.HealthReport.ChannelInfo;
import io.smallrye.reactive.messaging.providers.extension.HealthCenter;

/** A file with a line for what was done, for what health said when it changed, and for how many threads there are. */
@ApplicationScoped
public class Diary {

    private static final long LOOK_MILLIS = 50;

    @ConfigProperty(name = "faults.diary")
    Optional<Path> file;
    @Inject
    HealthCenter health;

    private final Map<String, String> said = new HashMap<>();
    private OutputStream out;
    private ScheduledExecutorService clock;
    private long threads;

    void start(@Observes StartupEvent event) throws IOException {
        if (file.isPresent()) {
            clock = Executors.newSingleThreadScheduledExecutor(task -> {
                Thread thread = new Thread(task, "diary");
                thread.setDaemon(true);
                return thread;
            });
            clock.scheduleAtFixedRate(this::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    synchronized void write(String line) {
        try {
            if (out == null) {
                out = Files.newOutputStream(file.orElseThrow(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
            out.write((System.currentTimeMillis() + " " + line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void look() {
        for (ChannelInfo channel : health.getReadiness().getChannels()) {
            String words = channel.isOk() ? "up" : "down " + String.valueOf(channel.getMessage()).replace('\n', ' ');
            if (!words.equals(said.put(channel.getChannel(), words))) {
                write("health " + channel.getChannel() + " " + words);
            }
        }
        // Quarkus's pool grows with what there is to do, and shrinks again later; it is bounded by Quarkus.
        long now = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().startsWith("executor-thread")).count();
        if (now != threads) {
            threads = now;
            write("threads " + now);
        }
    }

    @PreDestroy
    void stop() {
        if (clock != null) {
            clock.shutdownNow();
        }
    }
}
