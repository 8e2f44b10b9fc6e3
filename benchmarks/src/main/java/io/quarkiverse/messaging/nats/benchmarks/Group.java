package io.quarkiverse.messaging.nats.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Several processes that share a queue group's messages: from when all are told to begin until all is settled. */
final class Group implements Load {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    /** New processes are slow at first. */
    private static final double SHARE = 5;
    private static final int ROUNDS = 3;

    private final Bench bench;
    private final Workers workers;
    private final int processes;
    private final String subject;
    private final Stored stored;

    Group(Bench bench, int processes) {
        this.bench = bench;
        this.workers = new Workers(bench);
        this.processes = processes;
        this.subject = "in.group-" + processes;
        this.stored = new Stored(bench, subject, durable() + "__g");
    }

    Row row(int rounds) {
        return new Row(List.of("in, a group of " + processes + (processes == 1 ? " process" : " processes")), "msg/s", SHARE,
                Math.min(rounds, ROUNDS), this, this::channel, Map.of("consume, as many processes", this::raw));
    }

    private String durable() {
        return "group-" + processes;
    }

    private String byHand() {
        return "raw-" + durable();
    }

    @Override
    public void begin() {
        // The processes make their consumers.
    }

    @Override
    public void prepare(int messages) throws Exception {
        bench.publish(subject, messages);
        workers.consumer(byHand(), subject);
    }

    @Override
    public void clean() throws Exception {
        bench.purge(Bench.IN, subject);
    }

    private double[] channel(int messages) throws Exception {
        return run(messages, workers.channel(subject, durable()), durable() + "__g");
    }

    private double[] raw(int messages) throws Exception {
        return run(messages, workers.byHand(byHand()), byHand());
    }

    private double[] run(int messages, List<String> settings, String consumer) throws Exception {
        List<String> options = new ArrayList<>(settings);
        options.addAll(List.of("-Xmx256m", "-Dworker.waits=true"));
        List<Child> members = new ArrayList<>();
        try {
            for (int i = 0; i < processes; i++) {
                members.add(Child.start(Workers.JAR, options));
            }
            for (Child member : members) {
                member.await("ready", PATIENCE);
            }
            long begin = System.nanoTime();
            members.forEach(member -> member.tell("go"));
            stored.awaitSettled(consumer);
            return new double[] { messages * 1e9 / (System.nanoTime() - begin) };
        } finally {
            members.forEach(Child::close);
        }
    }
}
