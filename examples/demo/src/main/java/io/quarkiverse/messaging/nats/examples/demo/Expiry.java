package io.quarkiverse.messaging.nats.examples.demo;

/** What is too old is acked unprocessed. */
final class Expiry implements Scenario {

    private static final int OLD = 500;
    private static final int FRESH = 50;
    private static final long SECONDS = 2;
    private static final String DURABLE = "alerts";

    @Override
    public String name() {
        return "expiry";
    }

    @Override
    public String sentence() {
        return "A receiver with expire-after=2s comes late: 500 orders are too old for it, 50 are not.";
    }

    @Override
    public String run(Stage stage) {
        stage.createStream();
        stage.publish(1, OLD);
        long published = System.nanoTime();
        stage.reach(SECONDS + 1, "seconds since the old orders were stored",
                () -> (System.nanoTime() - published) / 1_000_000_000);
        App app = stage.start(DURABLE);
        stage.publish(OLD + 1, OLD + FRESH);
        stage.reach(FRESH, "fresh orders handled", app::handledCount);
        stage.settled(DURABLE, 0);
        long first = app.handled().get(0).sequence();
        if (first != OLD + 1 || app.handledCount() != FRESH) {
            throw new ScenarioFailed("%d orders handled, the first is sequence %d; %d and %d wanted", app.handledCount(), first,
                    FRESH, OLD + 1);
        }
        return Text.of("%d old orders acked unprocessed, %d fresh ones handled, ack pending 0", OLD, FRESH);
    }
}
