package io.quarkiverse.messaging.nats.benchmarks;

/** What all sides of a round work on; by itself nothing, the sides make what they need. */
interface Load {

    Load NONE = new Load() {
    };

    /** Once, before all rounds. */
    default void begin() throws Exception {
    }

    default void prepare(int messages) throws Exception {
    }

    default void clean() throws Exception {
    }
}
