package io.quarkiverse.messaging.nats.examples.demo;

/** What should have happened did not. */
class ScenarioFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ScenarioFailed(String reason, Object... figures) {
        super(figures.length == 0 ? reason : Text.of(reason, figures));
    }
}
