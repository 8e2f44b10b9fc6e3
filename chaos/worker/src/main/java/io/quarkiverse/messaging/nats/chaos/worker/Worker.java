package io.quarkiverse.messaging.nats.chaos.worker;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;

import io.quarkiverse.messaging.nats.ExactlyOnce;
import io.smallrye.reactive.messaging.annotations.Blocking;

/** The same work with each store: trouble before the effect, and after it. */
@ApplicationScoped
public class Worker {

    @Inject
    Effects effects;
    @Inject
    Trouble trouble;

    private void work(String message) {
        trouble.perhaps();
        effects.add(Long.parseLong(message));
        trouble.perhaps();
    }

    @Incoming("none")
    @Blocking(ordered = false)
    void none(String message) {
        work(message);
    }

    @Incoming("jdbc")
    @ExactlyOnce
    @Blocking(ordered = false)
    void jdbc(String message) {
        work(message);
    }

    /** One instance owns the messages, the others stand by. */
    @Incoming("jdbc-exclusive")
    @ExactlyOnce
    @Blocking
    void jdbcExclusive(String message) {
        work(message);
    }

    /** As with the store jdbc, and without it. */
    @Incoming("transaction")
    @Transactional
    @Blocking(ordered = false)
    void transaction(String message) {
        work(message);
    }

    /** The mutant: the effect is outside of the transaction that holds the record. */
    @Incoming("outside")
    @ExactlyOnce
    @Blocking(ordered = false)
    void outside(String message) {
        trouble.perhaps();
        effects.addOutside(Long.parseLong(message));
        trouble.perhaps();
    }

    @Incoming("file")
    @Blocking(ordered = false)
    void file(String message) {
        work(message);
    }

    @Incoming("nats-kv")
    @Blocking(ordered = false)
    void natsKv(String message) {
        work(message);
    }

    /** As with the store nats-stream, and without it. */
    @Incoming("republish")
    @Outgoing("republished")
    @Blocking(ordered = false)
    String republish(String message) {
        trouble.perhaps();
        return message;
    }

    /** What it returns is the effect. */
    @Incoming("nats-stream")
    @Outgoing("out")
    @Blocking(ordered = false)
    String natsStream(String message) {
        trouble.perhaps();
        return message;
    }
}
