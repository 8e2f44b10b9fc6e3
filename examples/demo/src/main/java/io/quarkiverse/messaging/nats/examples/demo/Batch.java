package io.quarkiverse.messaging.nats.examples.demo;

/** A method takes a list. */
final class Batch implements Scenario {

    private static final int ORDERS = 2_000;
    private static final String DURABLE = "archive";

    @Override
    public String name() {
        return "batch";
    }

    @Override
    public String sentence() {
        return "A method takes 2,000 orders as lists of up to 200.";
    }

    @Override
    public String run(Stage stage) {
        stage.createStream();
        stage.publish(1, ORDERS);
        App app = stage.start();
        stage.reach(ORDERS, "orders handled", app::handledCount);
        stage.settled(DURABLE, 0);
        Tally tally = Tally.of(app);
        long batches = app.batches();
        if (batches > ORDERS / 20 || tally.again() != 0 || tally.firstOutOfOrder() != 0) {
            throw new ScenarioFailed("%,d batches, %,d orders again, the first out of order is %d (0: none)", batches,
                    tally.again(), tally.firstOutOfOrder());
        }
        return Text.of("%,d orders in %,d batches, in order, ack pending 0", ORDERS, batches);
    }
}
