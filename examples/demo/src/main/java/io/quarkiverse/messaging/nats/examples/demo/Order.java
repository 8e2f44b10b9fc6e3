package io.quarkiverse.messaging.nats.examples.demo;

import java.util.List;
import java.util.stream.LongStream;

/** One message at a time: a failed one comes again before any later one. */
final class Order implements Scenario {

    private static final int ORDERS = 20;
    /** Each fifth order fails twice. */
    private static final int DELIVERIES = ORDERS + ORDERS / 5 * 2;
    private static final String DURABLE = "ledger";

    @Override
    public String name() {
        return "order";
    }

    @Override
    public String sentence() {
        return "Each fifth order fails twice; with max-in-flight=1 no later one is handled before it.";
    }

    @Override
    public String run(Stage stage) {
        App app = stage.start(DURABLE);
        stage.publish(1, ORDERS);
        stage.reach(ORDERS, "orders handled", app::handledCount);
        long deliveries = stage.settled(DURABLE, 0).getDelivered().getConsumerSequence();
        List<Long> sequences = app.handled().stream().map(Handled::sequence).toList();
        if (!sequences.equals(LongStream.rangeClosed(1, ORDERS).boxed().toList()) || deliveries != DELIVERIES) {
            throw new ScenarioFailed("handled in the order %s with %d deliveries, %d wanted", sequences, deliveries,
                    DELIVERIES);
        }
        stage.tell(app.handled().subList(3, 6));
        return Text.of("%d orders handled in order, %d of them at the third delivery; %d deliveries on the server", ORDERS,
                ORDERS / 5, deliveries);
    }
}
