package io.quarkiverse.messaging.nats.examples.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.quarkiverse.messaging.nats.examples.demo.PoisonStrategy.Strategy;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;

/** Runs all scenarios, or one, on a server of its own; started by {@code scripts/demo}. */
public final class Demo {

    private static final List<Scenario> SCENARIOS = List.of(new PublishReceive(), new DurableResumes(), new QueueGroup(),
            new FullHistory(), new Order(), new CaughtUp(), new ManualAck(), new Poison(), new PoisonStrategy(Strategy.IGNORE),
            new PoisonStrategy(Strategy.TERM), new PoisonStrategy(Strategy.DEAD_LETTER), new PoisonStrategy(Strategy.FAIL),
            new Expiry(), new Batch(), new Takeover(), new Deduplicated(),
            new DevelopmentMode());

    private final Path jar;
    private final Path logs;
    private volatile Stage stage;
    private volatile boolean interrupted;

    private Demo(Path jar, Path logs) {
        this.jar = jar;
        this.logs = logs;
    }

    /**
     * @param arguments {@code --list}, or the application's jar, the directory for its output and, where one is wanted,
     *        a scenario's name
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments[0].equals("--list")) {
            SCENARIOS.forEach(scenario -> System.out.println(Text.of("%-18s %s", scenario.name(), scenario.sentence())));
            return;
        }
        List<Scenario> chosen = SCENARIOS.stream()
                .filter(scenario -> arguments.length < 3 || scenario.name().equals(arguments[2])).toList();
        if (chosen.isEmpty()) {
            System.err.println("demo: there is no scenario '" + arguments[2] + "'; --list names them");
            System.exit(2);
        }
        System.exit(new Demo(Path.of(arguments[0]), Files.createDirectories(Path.of(arguments[1]))).run(chosen));
    }

    private int run(List<Scenario> scenarios) {
        Runtime.getRuntime().addShutdownHook(new Thread(this::interrupt));
        int ok = 0;
        try (NatsServer server = NatsServer.start(); NatsProbe probe = new NatsProbe(server)) {
            for (Scenario scenario : scenarios) {
                ok += play(scenario, server, probe) ? 1 : 0;
            }
        }
        System.out.println(Text.of("demo: %d/%d ok", ok, scenarios.size()));
        return ok == scenarios.size() ? 0 : 1;
    }

    private boolean play(Scenario scenario, NatsServer server, NatsProbe probe) {
        String verdict;
        try (Stage now = new Stage(jar, logs, server.url(), scenario.name(), probe)) {
            stage = now;
            verdict = "ok    %-18s ".formatted(scenario.name()) + scenario.run(now);
        } catch (ScenarioFailed e) {
            verdict = "FAIL  %-18s ".formatted(scenario.name()) + e.getMessage();
        } catch (RuntimeException e) {
            verdict = "FAIL  %-18s ".formatted(scenario.name()) + e;
        }
        if (!interrupted) {
            System.out.println(verdict);
        }
        return verdict.startsWith("ok");
    }

    /** Ctrl-C, or the ordinary end. */
    private void interrupt() {
        interrupted = true;
        if (stage != null) {
            stage.kill();
        }
    }
}
