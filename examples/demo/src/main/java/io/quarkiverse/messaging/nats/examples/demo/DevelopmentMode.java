package io.quarkiverse.messaging.nats.examples.demo;

import java.time.Duration;

import io.nats.client.Options;
import io.quarkiverse.messaging.nats.testing.DevMode;
import io.quarkiverse.messaging.nats.testing.NatsProbe;

/** The development mode of examples/orders with a server of its dev services: reloaded, stopped, killed. */
final class DevelopmentMode implements Scenario {

    private static final int BEFORE = 20;
    private static final int AFTER = 10;
    /** Placed, priced, packed. */
    private static final int MESSAGES_PER_ORDER = 3;
    private static final Duration LONGEST_KILL = Duration.ofSeconds(5);

    @Override
    public String name() {
        return "dev-mode";
    }

    @Override
    public String sentence() {
        return "quarkus:dev brings its own server up, keeps it over a live reload, and leaves nothing behind, also at SIGKILL.";
    }

    @Override
    public String run(Stage stage) {
        try (DevMode application = new DevMode(stage.log("quarkus"))) {
            Duration first = application.start().plus(application.order(1, 1));
            application.order(BEFORE - 1, BEFORE);
            ProcessHandle server = application.server();
            Duration reload = application.reload(text -> text.replace("durable=warehouse", "durable=packers"));
            long kept = stored(application, server);
            application.order(AFTER, BEFORE + AFTER);
            Duration stop = application.stop();

            Duration again = application.start().plus(application.order(1, 1));
            Duration kill = application.kill();
            if (kill.compareTo(LONGEST_KILL) > 0) {
                throw new ScenarioFailed("clean %s after SIGKILL, %s wanted", Text.seconds(kill), Text.seconds(LONGEST_KILL));
            }
            return Text.of("first order packed %s after the start (compiled already: %s); reloaded with another durable in %s, "
                    + "same server, %d messages kept, %d more orders packed; no process and no directory left %s after the "
                    + "stop, %s after SIGKILL", Text.seconds(first), Text.seconds(again), Text.seconds(reload), kept, AFTER,
                    Text.seconds(stop), Text.seconds(kill));
        }
    }

    private static long stored(DevMode application, ProcessHandle before) {
        if (!application.server().equals(before)) {
            throw new ScenarioFailed("after the reload another server runs: %d, it was %d", application.server().pid(),
                    before.pid());
        }
        try (NatsProbe probe = new NatsProbe(Options.builder().server(application.serverUrl()))) {
            long messages = probe.messages("ORDERS");
            if (messages != BEFORE * MESSAGES_PER_ORDER) {
                throw new ScenarioFailed("%d messages after the reload, %d wanted", messages, BEFORE * MESSAGES_PER_ORDER);
            }
            return messages;
        }
    }
}
