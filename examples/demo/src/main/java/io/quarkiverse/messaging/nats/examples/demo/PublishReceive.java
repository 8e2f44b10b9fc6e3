package io.quarkiverse.messaging.nats.examples.demo;

/** The application publishes through an emitter and receives through a channel with nothing but a subject. */
final class PublishReceive implements Scenario {

    private static final int ORDERS = 10_000;

    @Override
    public String name() {
        return "publish-receive";
    }

    @Override
    public String sentence() {
        return "An application publishes 10,000 orders through an emitter and receives them through a channel.";
    }

    @Override
    public String run(Stage stage) {
        App app = stage.start();
        stage.reach(ORDERS, "messages in the stream", stage::stored);
        stage.reach(0, "orders confirmed to the publisher (-1: not all)", app::publishedIn);
        stage.reach(ORDERS, "orders handled", app::handledCount);
        stage.settled(stage.onlyConsumer(), 0);
        Tally tally = Tally.of(app);
        if (stage.stored() != ORDERS || tally.messages() != ORDERS) {
            throw new ScenarioFailed("%,d in the stream, %,d handled, %,d published", stage.stored(), tally.messages(), ORDERS);
        }
        stage.tell("an ephemeral subscription: " + stage.onlyConsumer());
        stage.tell(app.handled().subList(0, 3));
        return Text.of("%,d in the stream (%s), %,d handled (%s), %d again, ack pending 0", stage.stored(),
                Text.perSecond(ORDERS, app.publishedIn()), tally.messages(), Text.perSecond(ORDERS, tally.millis()),
                tally.again());
    }
}
