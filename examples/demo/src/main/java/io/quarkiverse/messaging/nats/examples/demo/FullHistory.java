package io.quarkiverse.messaging.nats.examples.demo;

/** A newcomer reads what was published before it came, and goes on with what is published after. */
final class FullHistory implements Scenario {

    private static final int EARLIER = 1_000;
    private static final int LATER = 100;

    @Override
    public String name() {
        return "full-history";
    }

    @Override
    public String sentence() {
        return "A new receiver reads the whole history of a stream, then what comes.";
    }

    @Override
    public String run(Stage stage) {
        stage.createStream();
        stage.publish(1, EARLIER);
        App app = stage.start();
        stage.reach(EARLIER, "earlier orders handled", app::handledCount);
        stage.publish(EARLIER + 1, EARLIER + LATER);
        stage.reach(EARLIER + LATER, "orders handled", app::handledCount);
        stage.settled(stage.onlyConsumer(), 0);
        Tally tally = Tally.of(app);
        if (tally.messages() != EARLIER + LATER || tally.firstOutOfOrder() != 0) {
            throw new ScenarioFailed("%,d messages handled of %,d, the first out of order is %d (0: none)", tally.messages(),
                    EARLIER + LATER, tally.firstOutOfOrder());
        }
        return Text.of("%,d earlier orders and %,d later ones handled, sequence 1 to %,d in order, ack pending 0", EARLIER,
                LATER,
                EARLIER + LATER);
    }
}
