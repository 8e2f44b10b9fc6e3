package io.quarkiverse.messaging.nats.runtime.health;

/** Told how long something took. There is one only where somebody measures. */
@FunctionalInterface
public interface Stopwatch {

    /**
     * @param nanos how long it took
     */
    void took(long nanos);
}
