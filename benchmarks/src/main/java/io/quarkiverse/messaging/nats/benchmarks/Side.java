package io.quarkiverse.messaging.nats.benchmarks;

/** One of those that do the same work. */
@FunctionalInterface
interface Side {

    /** @return a figure for each of the row's names, in its unit */
    double[] round(int messages) throws Exception;
}
