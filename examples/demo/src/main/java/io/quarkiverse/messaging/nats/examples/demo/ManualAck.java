package io.quarkiverse.messaging.nats.examples.demo;

import java.util.List;

import io.nats.client.api.ConsumerInfo;

/** The application settles by hand: what it naks or leaves alone comes again, what it acks does not. */
final class ManualAck implements Scenario {

    private static final int ORDERS = 20;
    private static final String DURABLE = "approval";

    @Override
    public String name() {
        return "manual-ack";
    }

    @Override
    public String sentence() {
        return "An application naks each odd order, leaves each even one alone, and acks them when they come again.";
    }

    @Override
    public String run(Stage stage) {
        App app = stage.start(DURABLE);
        stage.publish(1, ORDERS);
        stage.reach(ORDERS * 2L, "deliveries", app::handledCount);
        ConsumerInfo consumer = stage.settled(DURABLE, 0);
        for (long sequence = 1; sequence <= ORDERS; sequence++) {
            long wanted = sequence;
            List<Long> deliveries = app.handled().stream().filter(handled -> handled.sequence() == wanted)
                    .map(Handled::delivery).toList();
            if (!deliveries.equals(List.of(1L, 2L))) {
                throw new ScenarioFailed("message %d was delivered with the counts %s, [1, 2] wanted", sequence, deliveries);
            }
        }
        stage.tell("sequence 1     order-1    delivery 1  processed, nak'ed by hand");
        stage.tell("sequence 2     order-2    delivery 1  processed, left alone until ack-wait");
        stage.tell(app.handled().stream().filter(handled -> handled.delivery() == 2 && handled.sequence() <= 2).toList());
        return Text.of("%d orders: %d nak'ed and %d left alone at delivery 1, all acked at delivery 2; %d deliveries on the "
                + "server, ack pending 0", ORDERS, ORDERS / 2, ORDERS / 2, consumer.getDelivered().getConsumerSequence());
    }
}
