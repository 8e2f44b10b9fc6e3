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
 * @param storesNothing whether the stream takes nothing meanwhile: nothing is there to arrive then, and what is said of that is
 *        said by the channels that send
 */
record Fault(String name, String done, String happens, Load.Kind load, Supplier<Place> place, Strike strike, Duration bound,
        Supplier<String> whyNot, boolean storesNothing) {

    /** Twice the heartbeat of a pull: a server that is silent for longer is taken for dead. Then a look at the clock. */
    static final Duration SILENCE = Duration.ofSeconds(10);
    static final Duration SLACK = Duration.ofSeconds(3);

    /** Does something to the servers, or to the application. */
    interface Strike {
        void at(Site site) throws Exception;
    }

    Fault(String name, String done, String happens, Supplier<Place> place, Strike strike) {
        this(name, done, happens, Load.Kind.STEADY, place, strike, SILENCE.plus(SLACK), () -> null, false);
    }

    Fault with(Load.Kind other) {
        return new Fault(name, done, happens, other, place, strike, bound, whyNot, storesNothing);
    }

    Fault within(Duration other) {
        return new Fault(name, done, happens, load, place, strike, other, whyNot, storesNothing);
    }

    Fault unless(Supplier<String> reason) {
        return new Fault(name, done, happens, load, place, strike, bound, reason, storesNothing);
    }

    Fault storingNothing() {
        return new Fault(name, done, happens, load, place, strike, bound, whyNot, true);
    }
}
