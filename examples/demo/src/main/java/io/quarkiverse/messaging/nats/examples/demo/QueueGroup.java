package io.quarkiverse.messaging.nats.examples.demo;

/** Two processes share the work. */
final class QueueGroup implements Scenario {

    private static final int ORDERS = 4_000;
    /** A member that gets less than this part of the orders does not share. */
    private static final int LEAST = ORDERS / 10;
    private static final String CONSUMER = "__packers";

    @Override
    public String name() {
        return "queue-group";
    }

    @Override
    public String sentence() {
        return "Two processes of one queue group share 4,000 orders.";
    }

    @Override
    public String run(Stage stage) {
        App one = stage.start(CONSUMER);
        App two = stage.start(CONSUMER);
        stage.publish(1, ORDERS);
        stage.reach(ORDERS, "orders handled by both", () -> Tally.of(one, two).messages());
        stage.settled(CONSUMER, 0);
        long first = Tally.of(one).messages();
        long second = Tally.of(two).messages();
        if (first < LEAST || second < LEAST) {
            throw new ScenarioFailed("the members handled %,d and %,d, at least %,d each wanted", first, second, LEAST);
        }
        return Text.of("%,d orders, %,d + %,d handled (%d%% + %d%%), %d by both, ack pending 0", ORDERS, first, second,
                first * 100 / (first + second), 100 - first * 100 / (first + second), Tally.of(one).alsoIn(Tally.of(two)));
    }
}
