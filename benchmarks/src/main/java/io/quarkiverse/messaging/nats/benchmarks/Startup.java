package io.quarkiverse.messaging.nats.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How long an application takes from its process to its start, with a channel on a running server, and empty. */
final class Startup {

    private static final int STARTS = 10;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String SUBJECT = "in.startup";
    private static final String BY_HAND = "raw-startup";

    private Startup() {
    }

    static Row row(Bench bench) {
        Workers workers = new Workers(bench);
        List<String> byHand = new ArrayList<>(workers.byHand(BY_HAND));
        byHand.add("-Dworker.early=true");
        Load load = new Load() {

            @Override
            public void begin() throws Exception {
                workers.consumer(BY_HAND, SUBJECT);
            }
        };
        return new Row(List.of("start of an application"), "ms", 1, STARTS, load,
                messages -> start(Workers.JAR, workers.channel(SUBJECT, "startup")),
                Map.of("an empty one", messages -> start("bench.jar.empty", List.of()),
                        "one with quarkus-messaging", messages -> start("bench.jar.framework", List.of()),
                        "the same, consume by hand", messages -> start(Workers.JAR, byHand)));
    }

    private static double[] start(String jar, List<String> options) throws Exception {
        long begin = System.nanoTime();
        try (Child child = Child.start(jar, options)) {
            child.await("ready", PATIENCE);
            return new double[] { (System.nanoTime() - begin) / 1e6 };
        }
    }
}
