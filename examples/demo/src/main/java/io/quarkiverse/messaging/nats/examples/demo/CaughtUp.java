package io.quarkiverse.messaging.nats.examples.demo;

/** State in memory, built anew from the stream, and served when it is current. */
final class CaughtUp implements Scenario {

    private static final int EARLIER = 5_000;

    @Override
    public String name() {
        return "caught-up";
    }

    @Override
    public String sentence() {
        return "A projection reads 5,000 orders before its process is ready, and says when it is current.";
    }

    @Override
    public String run(Stage stage) {
        stage.createStream();
        stage.publish(1, EARLIER);
        App app = stage.start();
        stage.reach(0, "messages caught up with (-1: not yet)", app::caughtUpWith);
        if (app.caughtUpWith() != EARLIER || app.handledBefore("caught-up") != EARLIER) {
            throw new ScenarioFailed("caught up with %,d orders when %,d were handled, %,d wanted", app.caughtUpWith(),
                    app.handledBefore("caught-up"), EARLIER);
        }
        stage.settled(stage.onlyConsumer(), 0);
        return Text.of("current when all %,d orders were handled, and not before", EARLIER);
    }
}
