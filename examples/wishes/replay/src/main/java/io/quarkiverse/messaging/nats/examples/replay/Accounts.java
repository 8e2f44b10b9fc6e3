package io.quarkiverse.messaging.nats.examples.replay;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.eclipse.microprofile.reactive.messaging.Incoming;

import io.quarkiverse.messaging.nats.ChannelCaughtUp;
import io.quarkus.logging.Log;

/** Balances, in memory only: made anew from all bookings at each start. */
@ApplicationScoped
public class Accounts {

    private final Map<String, Long> balances = new ConcurrentSkipListMap<>();

    @Incoming("bookings")
    void book(Booking booking) {
        balances.merge(booking.account(), booking.amount(), Long::sum);
    }

    /** What the stream held at the start is in the balances now, and the application is ready. */
    void current(@Observes ChannelCaughtUp event) {
        Log.infof("Current after %d bookings: %s", event.messages(), balances);
    }

    public Map<String, Long> balances() {
        return Map.copyOf(balances);
    }

    public record Booking(String account, long amount) {
    }
}
