package io.quarkiverse.messaging.nats.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** How long an application takes from its process to its start, with a channel on a running server, and empty. */
final class Startup {

    private static final int STARTS = 10;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private Startup() {
    }

    static Row row(Bench bench) {
        Workers workers = new Workers(bench);
        return new Row(List.of("start of an application"), "ms", 1, STARTS, Load.NONE,
                messages -> start(Workers.JAR, workers.channel("in.startup", "startup")),
                Map.of("an empty one", messages -> start("bench.jar.empty", List.of()),
                        "one with quarkus-messaging", messages -> start("bench.jar.framework", List.of())));
    }

    private static double[] start(String jar, List<String> options) throws Exception {
        long begin = System.nanoTime();
        try (Child child = Child.start(jar, options)) {
            child.await("ready", PATIENCE);
            return new double[] { (System.nanoTime() - begin) / 1e6 };
        }
    }
}
