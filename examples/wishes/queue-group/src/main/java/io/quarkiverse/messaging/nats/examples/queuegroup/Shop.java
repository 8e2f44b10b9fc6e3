package io.quarkiverse.messaging.nats.examples.queuegroup;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Outgoing;

import io.smallrye.mutiny.Multi;

/** An order each second. */
@ApplicationScoped
public class Shop {

    @Outgoing("placed")
    Multi<String> sell() {
        return Multi.createFrom().ticks().every(Duration.ofSeconds(1))
                .onOverflow().drop() // while there is no server
                .map(second -> second % 2 == 0 ? "cup" : "kettle");
    }
}
