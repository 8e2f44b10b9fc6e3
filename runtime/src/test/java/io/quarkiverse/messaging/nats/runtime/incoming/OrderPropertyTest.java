package io.quarkiverse.messaging.nats.runtime.incoming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.vertx.core.Vertx;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Whatever happens to the instances of an application and to its server: on an ordered channel the handling of a message
 * begins only when all before it were handled. {@code -Dorder.rounds=50} for longer; the seed is in the report.
 */
class OrderPropertyTest {

    private static final int COUNT = 250;
    private static final int ROUNDS = Integer.getInteger("order.rounds", 1);
    private static final Duration SOON = Duration.ofSeconds(60);

    static NatsServer server;
    static NatsProbe probe;
    static Vertx vertx;
    static ScheduledExecutorService scheduler;
    static int streams;

    enum Mode {
        /** The failed message stops the channel. */
        FAIL("fail", "8"),
        /** The failed message is the only one in flight until it is handled. */
        ONE("nak", "1"),
        /** No handler fails. */
        EXCLUSIVE("nak", "16");

        private final String strategy;
        private final String maxInFlight;

        Mode(String strategy, String maxInFlight) {
            this.strategy = strategy;
            this.maxInFlight = maxInFlight;
        }
    }

    enum Event {
        FAILURE,
        STOP,
        KILL,
        CUT,
        BIND_AGAIN,
        SERVER_KILL
    }

    /** Something that happens after some messages; a successor is there before, or comes after. */
    record Step(Event event, int after, boolean standsBy) {
    }

    record Scenario(Mode mode, List<Step> steps) {
    }

    @BeforeContainer
    static void start() {
        server = NatsServer.start();
        probe = new NatsProbe(server);
        vertx = Vertx.vertx();
        scheduler = Executors.newScheduledThreadPool(2);
    }

    @AfterContainer
    static void stop() {
        probe.close();
        server.close();
        vertx.close();
        scheduler.shutdownNow();
    }

    @Provide
    Arbitrary<List<Scenario>> scenarios() {
        Arbitrary<Event> events = Arbitraries.frequency(Tuple.of(4, Event.FAILURE), Tuple.of(3, Event.STOP),
                Tuple.of(3, Event.KILL), Tuple.of(4, Event.CUT), Tuple.of(3, Event.BIND_AGAIN), Tuple.of(1, Event.SERVER_KILL));
        Arbitrary<Step> step = Combinators.combine(events, Arbitraries.integers().between(0, 40), Arbitraries.of(true, false))
                .as(Step::new);
        return Combinators.combine(Arbitraries.of(Mode.class), step.list().ofMinSize(3).ofMaxSize(7)).as(Scenario::new).list()
                .ofSize(ROUNDS);
    }

    @Property(tries = 3, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void theOrderIsThatOfTheStream(@ForAll("scenarios") List<Scenario> scenarios) {
        scenarios.forEach(this::run);
    }

    private void run(Scenario scenario) {
        String stream = "S" + ++streams;
        probe.createStream(stream, stream);
        probe.publishAll(stream, 1, COUNT, i -> "m" + i);
        History history = new History();
        Member member = Member.start(history, stream, scenario.mode().strategy, scenario.mode().maxInFlight);
        Member[] all = { member };
        try {
            for (Step step : scenario.steps()) {
                int enough = Math.min(COUNT, history.count() + step.after());
                await().atMost(SOON).pollInterval(Duration.ofMillis(2)).until(() -> history.count() >= enough);
                happen(step, scenario.mode(), all, history, stream);
            }
            await().atMost(SOON).until(() -> history.highest() == COUNT);
            await().atMost(SOON).until(() -> probe.isDrained(stream, "d"));
            all[0].stop();
        } catch (RuntimeException e) {
            all[0].kill();
            throw new AssertionError(scenario + ": handled " + history.highest() + "\n" + history, e);
        }
        assertThat(history.violations()).as("%s\n%s", scenario, history).isEmpty();
    }

    /** An older server refuses a second instance, so a successor comes after. */
    private static boolean letsStandBy() {
        return probe.connection().getServerInfo().isSameOrNewerThanVersion("2.11.0");
    }

    private static void happen(Step step, Mode mode, Member[] current, History history, String stream) {
        Member before = current[0];
        switch (step.event()) {
            case FAILURE -> {
                if (mode == Mode.EXCLUSIVE || history.highest() == COUNT) {
                    return;
                }
                before.failNext();
                if (mode == Mode.FAIL) {
                    await().atMost(SOON).until(() -> before.isStopped() || history.highest() == COUNT);
                    before.stop();
                    current[0] = before.successor();
                }
            }
            case STOP, KILL -> {
                Member standBy = step.standsBy() && letsStandBy() ? before.successor() : null;
                if (step.event() == Event.STOP) {
                    before.stop();
                } else {
                    before.kill();
                }
                current[0] = standBy == null ? before.successor() : standBy;
            }
            case CUT -> before.cut();
            case BIND_AGAIN -> before.bindAgain();
            case SERVER_KILL -> {
                server.kill();
                server.restart();
                await().atMost(SOON).ignoreExceptions().until(() -> probe.consumer(stream, "d") != null);
            }
        }
    }
}
