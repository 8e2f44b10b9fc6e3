package io.quarkiverse.messaging.nats.examples.demo;

import io.nats.client.api.ConsumerInfo;

/** A message that can't be decoded comes again and again; the others pass it. */
final class Poison implements Scenario {

    private static final int GOOD = 100;
    private static final int DELIVERIES = 4;
    private static final String DURABLE = "billing";

    @Override
    public String name() {
        return "poison";
    }

    @Override
    public String sentence() {
        return "One message among 100 good ones can't be decoded; it comes again later and later and blocks nothing.";
    }

    @Override
    public String run(Stage stage) {
        App app = stage.start(DURABLE);
        stage.publish(1, GOOD / 2);
        stage.publishNoOrder();
        stage.publish(GOOD / 2 + 1, GOOD);
        stage.reach(GOOD, "good orders handled", app::handledCount);
        stage.reach(DELIVERIES, "deliveries of the poison message",
                () -> stage.consumer(DURABLE).getDelivered().getConsumerSequence() - GOOD);
        stage.publish(GOOD + 1, GOOD + 1);
        stage.reach(GOOD + 1, "good orders handled, one of them after the others", app::handledCount);
        ConsumerInfo consumer = stage.settled(DURABLE, 1);
        Tally tally = Tally.of(app);
        if (tally.again() != 0 || consumer.getRedelivered() != 1) {
            throw new ScenarioFailed(
                    "%d good orders came again and %d messages count as redelivered on the server, 0 and 1 wanted",
                    tally.again(), consumer.getRedelivered());
        }
        return Text.of("%d good orders handled, and 1 more later; the poison one (sequence %d) is pending after %d deliveries",
                GOOD,
                consumer.getAckFloor().getStreamSequence() + 1,
                consumer.getDelivered().getConsumerSequence() - tally.messages());
    }
}
