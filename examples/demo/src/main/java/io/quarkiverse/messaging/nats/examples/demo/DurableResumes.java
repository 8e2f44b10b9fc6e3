package io.quarkiverse.messaging.nats.examples.demo;

/** A durable receiver is killed in the middle of its work and started again. */
final class DurableResumes implements Scenario {

    private static final int ORDERS = 2_000;
    private static final int BEFORE_THE_KILL = 500;
    private static final String DURABLE = "warehouse";

    @Override
    public String name() {
        return "durable-resumes";
    }

    @Override
    public String sentence() {
        return "A durable receiver gets SIGKILL in the middle of 2,000 orders, is started again and goes on where it was.";
    }

    @Override
    public String run(Stage stage) {
        App killed = stage.start(DURABLE);
        stage.publish(1, ORDERS);
        stage.reach(BEFORE_THE_KILL, "orders handled before the kill", killed::handledCount);
        killed.kill();
        Tally before = Tally.of(killed);
        if (before.messages() >= ORDERS) {
            throw new ScenarioFailed("all %,d orders were handled before the kill, too fast for this scenario", ORDERS);
        }
        long begin = System.currentTimeMillis();
        App restarted = stage.start();
        stage.reach(ORDERS, "orders handled before and after the kill", () -> Tally.of(killed, restarted).messages());
        stage.settled(DURABLE, 0);
        Tally after = Tally.of(restarted);
        if (after.firstOutOfOrder() != 0) {
            throw new ScenarioFailed("message %d came out of order after the restart", after.firstOutOfOrder());
        }
        stage.tell(before.all().subList(before.all().size() - 2, before.all().size()));
        stage.tell("SIGKILL, and a new process; the server remembers the durable " + DURABLE);
        stage.tell(after.all().subList(0, 3));
        return Text.of("%,d handled before the kill, %,d after it, %d of them again; the first %.1f s after the restart, "
                + "in order; ack pending 0", before.messages(), after.messages(), after.alsoIn(before),
                (after.all().get(0).millis() - begin) / 1000.0);
    }
}
