package io.quarkiverse.messaging.nats.chaos;

import java.util.List;

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
        System.exit(options.selfTest ? selfTest(options) : run(options).exitCode());
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

    /** What each store costs a method that makes one small insert, in this run, beside no store. */
    static void cost(Options options) {
        double none = 0;
        for (String store : List.of("none", "file", "nats-kv", "jdbc")) {
            double speed;
            try (ChaosRun run = new ChaosRun(options.with(store, 0, options.messages))) {
                speed = run.speed();
            }
            none = store.equals("none") ? speed : none;
            System.out.println(String.format(java.util.Locale.ROOT, "cost: store=%s %.0f messages/s ratio=%.2f", store, speed,
                    speed / none));
        }
    }

    /** What is wrong must be found: no store at all, and a record outside of the effect's transaction. */
    static int selfTest(Options options) {
        boolean convicted = true;
        for (String store : List.of("none", "outside")) {
            Result result = run(options.with(store, SHORT_KILLS, SHORT_MESSAGES));
            boolean guilty = result.duplicated() > 0 && result.undrained() == 0;
            System.out.println("self-test: " + store + (guilty ? " convicted" : " NOT convicted"));
            convicted &= guilty;
        }
        return convicted ? 0 : 1;
    }
}
