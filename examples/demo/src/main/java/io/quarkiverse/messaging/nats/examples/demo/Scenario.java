package io.quarkiverse.messaging.nats.examples.demo;

/** One thing that a user wishes for, shown. */
interface Scenario {

    /** Its name, which is the profile of the application too. */
    String name();

    /** What it shows, in a sentence. */
    String sentence();

    /**
     * Runs it.
     *
     * @return what happened, with figures
     * @throws ScenarioFailed with the reason in one line
     */
    String run(Stage stage);
}
