package io.quarkiverse.messaging.nats.chaos;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** What was asked for on the command line. */
final class Options {

    private static final Set<String> STORES = Set.of("jdbc", "jdbc-exclusive", "nats-stream", "file", "nats-kv", "none",
            "outside");

    String store = "jdbc";
    int kills = 40;
    int messages = 20_000;
    int workers = 4;
    int minutes = 30;
    long seed = System.nanoTime() & 0xffff_ffffL;
    boolean selfTest;
    boolean cost;
    boolean cluster;
    Path jar;
    Path logs;

    /** The jar of the worker and the directory for logs come first. */
    static Options parse(List<String> arguments) {
        Options options = new Options();
        options.jar = Path.of(arguments.get(0));
        options.logs = Path.of(arguments.get(1));
        for (int i = 2; i < arguments.size(); i++) {
            String option = arguments.get(i);
            if (option.equals("--self-test")) {
                options.selfTest = true;
                continue;
            }
            if (option.equals("--cluster")) {
                options.cluster = true;
                continue;
            }
            if (option.equals("--cost")) {
                options.cost = true;
                continue;
            }
            if (i + 1 == arguments.size()) {
                throw new IllegalArgumentException(option + " needs a value, or is not known");
            }
            options.set(option, arguments.get(++i));
        }
        return options;
    }

    private void set(String option, String value) {
        switch (option) {
            case "--store" -> {
                if (!STORES.contains(value)) {
                    throw new IllegalArgumentException("--store is " + value + ", allowed are " + STORES);
                }
                store = value;
            }
            case "--kills" -> kills = Integer.parseInt(value);
            case "--messages" -> messages = Integer.parseInt(value);
            case "--workers" -> workers = Integer.parseInt(value);
            case "--minutes" -> minutes = Integer.parseInt(value);
            case "--seed" -> seed = Long.parseLong(value);
            default -> throw new IllegalArgumentException("there is no option " + option);
        }
    }

    /** The same with other choices, for a part of the self-test. */
    Options with(String otherStore, int otherKills, int otherMessages) {
        Options options = new Options();
        options.jar = jar;
        options.logs = logs;
        options.workers = workers;
        options.minutes = minutes;
        options.seed = seed;
        options.store = otherStore;
        options.kills = otherKills;
        options.messages = otherMessages;
        options.cost = cost;
        options.cluster = cluster;
        return options;
    }
}
