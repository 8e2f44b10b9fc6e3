package io.quarkiverse.messaging.nats.examples.demo;

/** The owner of a durable is killed, and a stand-by goes on. */
final class Takeover implements Scenario {

    private static final int ORDERS = 2_000;
    private static final int BEFORE_THE_KILL = 500;
    private static final String DURABLE = "warehouse";

    @Override
    public String name() {
        return "takeover";
    }

    @Override
    public String sentence() {
        return "Two processes have the same durable: one gets everything; when it gets SIGKILL, the other goes on in order.";
    }

    @Override
    public String run(Stage stage) {
        App owner = stage.start(DURABLE);
        stage.publish(1, 1);
        stage.reach(1, "orders handled by the owner", owner::handledCount);
        App standBy = stage.start();
        stage.reach(1, "processes that stand by", () -> standBy.isStarted() ? 1 : 0);
        stage.publish(2, ORDERS);
        stage.reach(BEFORE_THE_KILL, "orders handled before the kill", owner::handledCount);
        long early = standBy.handledCount();
        owner.kill();
        long killed = System.currentTimeMillis();
        stage.reach(ORDERS, "orders handled by both", () -> Tally.of(owner, standBy).messages());
        stage.settled(DURABLE, 0);
        Tally after = Tally.of(standBy);
        if (early != 0 || after.firstOutOfOrder() != 0) {
            throw new ScenarioFailed("the stand-by handled %d orders before the kill, and %d out of order (0: none)", early,
                    after.firstOutOfOrder());
        }
        stage.tell(owner.handled().subList((int) owner.handledCount() - 2, (int) owner.handledCount()));
        stage.tell("SIGKILL of the owner");
        stage.tell(standBy.handled().subList(0, 3));
        return Text.of("%,d handled by the owner, none by the stand-by; after SIGKILL the stand-by handled %,d in order, %d of "
                + "them again, the first after %.1f s (priority-timeout 3 s)", Tally.of(owner).messages(), after.messages(),
                after.alsoIn(Tally.of(owner)), (after.all().get(0).millis() - killed) / 1000.0);
    }
}
