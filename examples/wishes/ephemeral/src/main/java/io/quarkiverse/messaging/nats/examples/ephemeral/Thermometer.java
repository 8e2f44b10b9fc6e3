package io.quarkiverse.messaging.nats.examples.ephemeral;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Outgoing;

import io.smallrye.mutiny.Multi;

/** Sends a temperature each second. */
@ApplicationScoped
public class Thermometer {

    @Outgoing("measured")
    Multi<Double> measure() {
        return Multi.createFrom().ticks().every(Duration.ofSeconds(1))
                .onOverflow().drop() // while there is no server
                .map(second -> 20 + second / 10.0);
    }
}
