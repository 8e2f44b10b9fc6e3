package io.quarkiverse.messaging.nats.it;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Incoming;

import io.quarkiverse.messaging.nats.ChannelCaughtUp;
import io.smallrye.common.annotation.Blocking;

// tag::projection[]
/** The balance of each account, in memory only: rebuilt from the log whenever the application starts. */
@ApplicationScoped
public class Balances {

    private final Map<String, Long> balances = new ConcurrentHashMap<>();
    // end::projection[]

    @ConfigProperty(name = "it.takes-millis", defaultValue = "0")
    long takes;

    // tag::projection[]

    /** One booking of the log. With {@code ready-when=caught-up} nobody asks before the last one at the start was added. */
    @Incoming("bookings")
    @Blocking
    void book(Booking booking) throws InterruptedException {
        // end::projection[]
        if (takes > 0) {
            new CountDownLatch(1).await(takes, TimeUnit.MILLISECONDS);
        }
        // tag::projection[]
        balances.merge(booking.account(), booking.amount(), Long::sum);
    }

    /** From here on readiness is up, and whoever switches traffic over may do so. */
    void current(@Observes ChannelCaughtUp event) {
        Say.line("CURRENT " + event.messages() + " " + total());
    }

    /** One booking. */
    public record Booking(String account, long amount) {
    }
    // end::projection[]

    long total() {
        return balances.values().stream().mapToLong(Long::longValue).sum();
    }

    /** All balances, by account. */
    public Map<String, Long> all() {
        return new TreeMap<>(balances);
    }
    // tag::projection[]
}
// end::projection[]
