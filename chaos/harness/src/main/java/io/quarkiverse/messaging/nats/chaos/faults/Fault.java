package io.quarkiverse.messaging.nats.chaos.faults;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * One thing that goes wrong.
 *
 * @param name by which it is asked for
 * @param done what is done, as the table says it
 * @param happens what the connector does about it
 * @param load what is published meanwhile
 * @param place which servers there are
 * @param strike does it, and returns when it is over
 * @param bound how long after that every channel has received again at the latest
 * @param whyNot why it can't be done here, or {@code null}
 */
record Fault(String name, String done, String happens, Load.Kind load, Supplier<Place> place, Strike strike, Duration bound,
        Supplier<String> whyNot) {

    /** Twice the heartbeat of a pull: a server that is silent for longer is taken for dead. Then a look at the clock. */
    static final Duration SILENCE = Duration.ofSeconds(10);
    static final Duration SLACK = Duration.ofSeconds(3);

    /** Does something to the servers, or to the application. */
    interface Strike {
        void at(Site site) throws Exception;
    }

    Fault(String name, String done, String happens, Supplier<Place> place, Strike strike) {
        this(name, done, happens, Load.Kind.STEADY, place, strike, SILENCE.plus(SLACK), () -> null);
    }

    Fault with(Load.Kind other) {
        return new Fault(name, done, happens, other, place, strike, bound, whyNot);
    }

    Fault within(Duration other) {
        return new Fault(name, done, happens, load, place, strike, other, whyNot);
    }

    Fault unless(Supplier<String> reason) {
        return new Fault(name, done, happens, load, place, strike, bound, reason);
    }
}
