package io.quarkiverse.messaging.nats.chaos;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Started by {@code scripts/chaos}. */
public final class Chaos {

    private static final int SHORT_KILLS = 12;
    private static final int SHORT_MESSAGES = 6_000;

    private Chaos() {
    }

    /**
     * @param arguments the worker's jar, the directory for logs, and what {@code scripts/chaos --help} says
     */
    public static void main(String[] arguments) {
        Options options;
        try {
            options = Options.parse(List.of(arguments));
        } catch (IllegalArgumentException e) {
            System.err.println("chaos: " + e.getMessage());
            System.exit(64);
            return;
        }
        if (options.cost) {
            cost(options);
            return;
        }
        System.exit(options.selfTest ? selfTest(options, SHORT_KILLS, SHORT_MESSAGES) : run(options).exitCode());
    }

    static Result run(Options options) {
        System.err.println("chaos: store=" + options.store + " messages=" + options.messages + " seed=" + options.seed + " "
                + Plan.count(Plan.of(options.seed, options.kills, options.workers)));
        ChaosRun run = new ChaosRun(options);
        Thread hook = new Thread(run::close);
        Runtime.getRuntime().addShutdownHook(hook);
        Result result;
        try (run) {
            result = run.run();
        }
        Runtime.getRuntime().removeShutdownHook(hook);
        System.out.println(result.line());
        if (result.undrained() > 0) {
            System.out.println("chaos: the time is over, and the consumer still holds " + result.undrained()
                    + "; the logs are in " + options.logs);
        }
        return result;
    }

    /** What each store costs, beside the same work without one, in this run. */
    static void cost(Options options) {
        Map<String, String> beside = new LinkedHashMap<>();
        beside.put("file", "none");
        beside.put("nats-kv", "none");
        beside.put("jdbc", "transaction");
        beside.put("nats-stream", "republish");
        Map<String, Double> speeds = new HashMap<>();
        beside.forEach((store, without) -> {
            double base = speeds.computeIfAbsent(without, key -> speed(options, key));
            double speed = speed(options, store);
            System.out.println(String.format(Locale.ROOT, "cost: store=%s %.0f messages/s, without a store %.0f, ratio=%.2f",
                    store, speed, base, speed / base));
        });
    }

    private static double speed(Options options, String store) {
        try (ChaosRun run = new ChaosRun(options.with(store, 0, options.messages))) {
            return run.speed();
        }
    }

    /** What is wrong must be found: no store at all, and a record outside of the effect's transaction. */
    static int selfTest(Options options, int kills, int messages) {
        boolean convicted = true;
        for (String store : List.of("none", "outside")) {
            Result result = run(options.with(store, kills, messages));
            boolean guilty = result.duplicated() > 0 && result.undrained() == 0;
            System.out.println("self-test: " + store + (guilty ? " convicted" : " NOT convicted"));
            convicted &= guilty;
        }
        return convicted ? 0 : 1;
    }
}
