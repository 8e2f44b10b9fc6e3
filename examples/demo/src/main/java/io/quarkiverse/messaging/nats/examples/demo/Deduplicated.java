package io.quarkiverse.messaging.nats.examples.demo;

import io.nats.client.api.ConsumerInfo;

/** The server forgets all acks, as a killed one forgets the last: everything comes again, nothing is processed again. */
final class Deduplicated implements Scenario {

    private static final int ORDERS = 200;
    private static final int MORE = 10;
    private static final String DURABLE = "warehouse";

    @Override
    public String name() {
        return "deduplicated";
    }

    @Override
    public String sentence() {
        return "With a sequence store: the server delivers 200 processed orders again as if they were new, and none runs twice.";
    }

    @Override
    public String run(Stage stage) {
        App app = stage.start(DURABLE);
        stage.publish(1, ORDERS);
        stage.reach(ORDERS, "orders handled", app::handledCount);
        stage.settled(DURABLE, 0);
        stage.tell(app.handled().subList(0, 2));
        stage.tell("the consumer is set back to the beginning: every order is delivered again, with a delivery count of 1");
        stage.forgetAcks(DURABLE);
        stage.publish(ORDERS + 1, ORDERS + MORE);
        stage.reach(ORDERS + MORE, "orders handled", app::handledCount);
        ConsumerInfo consumer = stage.settled(DURABLE, 0);
        Tally tally = Tally.of(app);
        if (app.handledCount() != ORDERS + MORE || tally.messages() != ORDERS + MORE) {
            throw new ScenarioFailed("%d orders were handled %d times", ORDERS + MORE, app.handledCount());
        }
        stage.tell(app.said("was processed before") + " deliveries were acked without the method");
        return Text.of("%,d orders, each handled once; the server has delivered %,d since it was set back", tally.messages(),
                consumer.getDelivered().getConsumerSequence());
    }
}
