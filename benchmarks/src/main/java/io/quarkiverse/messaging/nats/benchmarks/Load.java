package io.quarkiverse.messaging.nats.benchmarks;

/** What all sides of a round work on. */
interface Load {

    Load NONE = new Load() {
        @Override
        public void begin() {
            // Nothing is there yet.
        }

        @Override
        public void prepare(int messages) {
            // The sides make what they need.
        }

        @Override
        public void clean() {
            // Nothing was made.
        }
    };

    /** Once, before all rounds. */
    void begin() throws Exception;

    void prepare(int messages) throws Exception;

    void clean() throws Exception;
}
