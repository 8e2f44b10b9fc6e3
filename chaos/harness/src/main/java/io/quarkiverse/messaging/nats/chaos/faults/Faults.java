package io.quarkiverse.messaging.nats.chaos.faults;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Started by {@code scripts/faults}. */
public final class Faults {

    private Faults() {
    }

    static List<Fault> all() {
        return Stream.of(ServerFaults.all(), ClusterFaults.all(), HostFaults.all()).flatMap(List::stream).toList();
    }

    /**
     * @param arguments the worker's jar, the directory for logs, the file for the table, and what
     *        {@code scripts/faults --help} says
     */
    public static void main(String[] arguments) throws Exception {
        List<String> wanted = new ArrayList<>(List.of(arguments).subList(3, arguments.length));
        if (wanted.equals(List.of("--list"))) {
            all().forEach(fault -> System.out.printf("%-20s %s%n", fault.name(), fault.done()));
            return;
        }
        int atOnce = 1;
        int option = wanted.indexOf("--at-once");
        if (option >= 0 && option + 1 < wanted.size()) {
            wanted.remove(option);
            atOnce = Integer.parseInt(wanted.remove(option));
        }
        for (String name : wanted) {
            if (all().stream().noneMatch(fault -> fault.name().equals(name))) {
                System.err.println("faults: there is no `" + name + "`; scripts/faults --list names them");
                System.exit(64);
            }
        }
        System.exit(run(wanted, atOnce, arguments) ? 0 : 1);
    }

    private static boolean run(List<String> wanted, int atOnce, String[] arguments) throws Exception {
        Map<Fault, Future<Outcome>> running = new LinkedHashMap<>();
        List<String> skipped = new ArrayList<>();
        ExecutorService pool = Executors.newFixedThreadPool(atOnce);
        for (Fault fault : all()) {
            if (wanted.isEmpty() || wanted.contains(fault.name())) {
                String whyNot = fault.whyNot().get();
                if (whyNot == null) {
                    running.put(fault, null);
                } else {
                    skipped.add("`" + fault.name() + "`: " + whyNot);
                    System.out.printf("skip %-20s %s%n", fault.name(), whyNot);
                }
            }
        }
        running.replaceAll((fault, none) -> pool.submit(() -> {
            Outcome outcome = new Run(fault, Path.of(arguments[0]), Path.of(arguments[1])).run();
            System.out.println(outcome.line());
            return outcome;
        }));
        List<Outcome> outcomes = new ArrayList<>();
        for (Map.Entry<Fault, Future<Outcome>> one : running.entrySet()) {
            try {
                outcomes.add(one.getValue().get());
            } catch (ExecutionException e) {
                System.out.printf("FAIL%-20s %s%n", one.getKey().name(), e.getCause());
            }
        }
        pool.shutdown();
        long ok = outcomes.stream().filter(Outcome::isOk).count();
        System.out.println("faults: " + ok + "/" + running.size() + " ok"
                + (skipped.isEmpty() ? "" : ", " + skipped.size() + " not possible here"));
        if (wanted.isEmpty()) {
            Table.write(outcomes, skipped, Path.of(arguments[2]));
        }
        return ok == running.size();
    }
}
