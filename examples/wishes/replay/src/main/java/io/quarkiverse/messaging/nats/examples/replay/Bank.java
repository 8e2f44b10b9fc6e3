package io.quarkiverse.messaging.nats.examples.replay;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Outgoing;

import io.quarkiverse.messaging.nats.examples.replay.Accounts.Booking;
import io.smallrye.mutiny.Multi;

/** A booking each second. */
@ApplicationScoped
public class Bank {

    @Outgoing("booked")
    Multi<Booking> book() {
        return Multi.createFrom().ticks().startingAfter(Duration.ofSeconds(1)).every(Duration.ofSeconds(1))
                .onOverflow().drop() // while there is no server
                .map(second -> new Booking(second % 2 == 0 ? "ann" : "ben", 10));
    }
}
