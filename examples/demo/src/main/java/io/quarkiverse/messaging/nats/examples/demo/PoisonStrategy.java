package io.quarkiverse.messaging.nats.examples.demo;

import java.util.Locale;

import io.nats.client.api.ConsumerInfo;

/** What becomes of a message that can't be decoded, with each of the strategies that do not ask for it again. */
final class PoisonStrategy implements Scenario {

    private static final int HALF = 50;
    private static final int POISON = HALF + 1;
    private static final String DURABLE = "billing";
    private static final String DEAD = "DEAD";

    /** What a strategy does, and what the server then holds. */
    enum Strategy {
        IGNORE("is acked like the others"),
        TERM("is never delivered again"),
        DEAD_LETTER("is put aside, with the reason"),
        FAIL("stops the channel, and stays first in line");

        private final String effect;

        Strategy(String effect) {
            this.effect = effect;
        }

        private String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Strategy strategy;

    PoisonStrategy(Strategy strategy) {
        this.strategy = strategy;
    }

    @Override
    public String name() {
        return "poison-" + strategy.word();
    }

    @Override
    public String sentence() {
        return Text.of("With failure-strategy=%s a message that can't be decoded %s.", strategy.word(), strategy.effect);
    }

    @Override
    public String run(Stage stage) {
        App app = stage.start(DURABLE);
        stage.publish(1, HALF);
        stage.publishNoOrder();
        stage.publish(HALF + 1, 2 * HALF);
        return strategy == Strategy.FAIL ? stopped(stage, app) : settled(stage, app);
    }

    private String settled(Stage stage, App app) {
        stage.reach(2 * HALF, "good orders handled", app::handledCount);
        ConsumerInfo consumer = stage.settled(DURABLE, 0);
        if (consumer.getDelivered().getConsumerSequence() != 2 * HALF + 1) {
            throw new ScenarioFailed("%d deliveries, %d wanted", consumer.getDelivered().getConsumerSequence(), 2 * HALF + 1);
        }
        String where = Text.of("sequence %d was delivered once and %s", POISON, strategy.effect);
        if (strategy == Strategy.DEAD_LETTER) {
            stage.tell("dead letter: " + stage.headers(DEAD, 1));
            where += Text.of("; stream %s holds %d message", DEAD, stage.stored(DEAD));
        }
        return Text.of("%d good orders handled; %s, ack pending 0", 2 * HALF, where);
    }

    private String stopped(Stage stage, App app) {
        stage.reach(HALF, "good orders handled", app::handledCount);
        stage.reach(HALF, "as the ack floor", () -> stage.consumer(DURABLE).getAckFloor().getStreamSequence());
        stage.reach(1, "lines that say where it stops", () -> app.said("sequence " + POISON + " failed"));
        if (app.handledCount() != HALF) {
            throw new ScenarioFailed("%d good orders handled, %d wanted", app.handledCount(), HALF);
        }
        return Text.of("%d good orders handled, then sequence %d %s; the ack floor is %d", HALF, POISON, strategy.effect, HALF);
    }
}
