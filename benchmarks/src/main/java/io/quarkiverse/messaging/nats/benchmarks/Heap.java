package io.quarkiverse.messaging.nats.benchmarks;

import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A backlog that is read with a small heap, by a process for each side; what the heap holds goes into {@code heap.svg}. */
final class Heap implements Load {

    private static final String SUBJECT = "in.heap";
    private static final String CHANNEL = "heap";
    private static final String RAW = "raw-heap";
    private static final int MEGABYTES = 64;
    private static final Duration PATIENCE = Duration.ofHours(1);

    private final Bench bench;
    private final Workers workers;

    Heap(Bench bench) {
        this.bench = bench;
        this.workers = new Workers(bench);
    }

    Row row(Options options) {
        String name = String.format(Locale.ROOT, "in, backlog of %,d, -Xmx%dm", options.backlog(), MEGABYTES);
        return new Row(List.of(name), "msg/s", (double) options.backlog() / options.messages(), 1, this, this::channel,
                Map.of("consume", this::raw));
    }

    @Override
    public void begin() {
        // The processes make their consumers.
    }

    @Override
    public void prepare(int messages) throws Exception {
        bench.publish(SUBJECT, messages);
        workers.consumer(RAW, SUBJECT);
    }

    @Override
    public void clean() throws Exception {
        bench.purge(Bench.IN, SUBJECT);
    }

    private double[] channel(int messages) throws Exception {
        return run(messages, workers.channel(SUBJECT, CHANNEL), HeapPlot.OURS);
    }

    private double[] raw(int messages) throws Exception {
        return run(messages, workers.byHand(RAW), HeapPlot.THEIRS);
    }

    private double[] run(int messages, List<String> settings, String side) throws Exception {
        List<String> options = new ArrayList<>(settings);
        options.addAll(List.of("-Xmx" + MEGABYTES + "m", "-Dworker.heap=true", "-Dworker.expect=" + messages));
        try (Child worker = Child.start(Workers.JAR, options)) {
            double perSecond = Double.parseDouble(worker.await("done", PATIENCE));
            HeapPlot plot = bench.heap();
            plot.add(side, worker.others(), messages);
            Files.createDirectories(bench.options().directory());
            Files.writeString(bench.options().directory().resolve("heap.svg"), plot.svg(MEGABYTES));
            return new double[] { perSecond };
        }
    }
}
