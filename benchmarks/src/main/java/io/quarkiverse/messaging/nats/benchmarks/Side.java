package io.quarkiverse.messaging.nats.benchmarks;

/** One of two that do the same work. */
@FunctionalInterface
interface Side {

    /** @return how many a second, or how many microseconds */
    double round(int messages) throws Exception;
}
