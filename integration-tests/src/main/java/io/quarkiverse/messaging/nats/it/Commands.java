package io.quarkiverse.messaging.nats.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.TreeMap;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.reactive.messaging.providers.extension.HealthCenter;

/** Answers questions on standard input: {@code threads}, {@code ready}, {@code balances}. */
@ApplicationScoped
public class Commands {

    @Inject
    HealthCenter health;
    @Inject
    Balances balances;

    void start(@Observes StartupEvent event) {
        Thread reader = new Thread(this::read, "commands");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in))) {
            String command;
            while ((command = in.readLine()) != null) {
                switch (command) {
                    case "threads" -> Say.line("THREADS " + Thread.getAllStackTraces().size() + " " + names());
                    case "ready" -> Say.line("READY " + health.getReadiness().isOk() + " "
                            + health.getReadiness().getChannels());
                    // What a load balancer and then a reader would do: ask whether it is ready first.
                    case "balances" -> Say.line("BALANCES " + health.getReadiness().isOk() + " " + balances.all());
                    default -> Say.line("UNKNOWN " + command);
                }
            }
        } catch (IOException e) {
            Say.line("INPUT " + e);
        }
    }

    /** The threads by name without their numbers, with their count. */
    private static TreeMap<String, Integer> names() {
        TreeMap<String, Integer> names = new TreeMap<>();
        Thread.getAllStackTraces().keySet()
                .forEach(thread -> names.merge(thread.getName().replaceAll("[0-9]+", "#"), 1, Integer::sum));
        return names;
    }
}
