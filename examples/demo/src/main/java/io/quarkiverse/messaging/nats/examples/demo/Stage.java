package io.quarkiverse.messaging.nats.examples.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

import io.nats.client.api.ConsumerInfo;
import io.quarkiverse.messaging.nats.testing.NatsProbe;

/** What one scenario has to play with: the server, without its stream at first, and processes that end with the scenario. */
final class Stage implements AutoCloseable {

    private static final String STREAM = "ORDERS";
    private static final String SUBJECT = "orders";
    private static final Duration LONGEST = Duration.ofSeconds(45);
    private static final Duration POLL = Duration.ofMillis(50);

    private final Path jar;
    private final Path logs;
    private final String server;
    private final String profile;
    private final NatsProbe probe;
    private final List<App> apps = new CopyOnWriteArrayList<>();
    private boolean killed;

    /**
     * @param jar the application
     * @param logs where its output goes
     * @param server where the server listens
     * @param profile the application's profile
     * @param probe a connection to the server
     */
    Stage(Path jar, Path logs, String server, String profile, NatsProbe probe) {
        this.jar = jar;
        this.logs = logs;
        this.server = server;
        this.profile = profile;
        this.probe = probe;
        if (streamExists()) {
            call(() -> probe.management().deleteStream(STREAM));
        }
    }

    private boolean streamExists() {
        return call(() -> probe.management().getStreamNames()).contains(STREAM);
    }

    private static <T> T call(Callable<T> call) {
        try {
            return call.call();
        } catch (Exception e) {
            throw new ScenarioFailed("the server said: " + e.getMessage());
        }
    }

    /** Where the output of something of this scenario goes. */
    Path log(String name) {
        return logs.resolve(profile + "-" + name + ".log");
    }

    /** Creates the stream, for a scenario that publishes before the application runs. */
    void createStream() {
        probe.createStream(STREAM, SUBJECT);
    }

    /** Publishes the orders {@code order-<from>} to {@code order-<to>}. */
    void publish(int from, int to) {
        probe.publishAll(SUBJECT, from, to, number -> Text.of("{\"id\":\"order-%d\",\"amount\":%d}", number, number));
    }

    /** Publishes bytes that are no order. */
    void publishNoOrder() {
        probe.publish(SUBJECT, "this is no JSON");
    }

    /** Starts one more process of the application; it is not waited for. */
    synchronized App start() {
        if (killed) {
            throw new ScenarioFailed("interrupted");
        }
        App app = App.start(jar, profile, server, logs, profile + "-" + (apps.size() + 1));
        apps.add(app);
        return app;
    }

    /** Starts one more process, and waits until it has started and pulls on its consumer wait for messages. */
    App start(String consumer) {
        App app = start();
        reach(1, "processes started", () -> app.isStarted() ? 1 : 0);
        reach(1, "pulls of consumer " + consumer + " on the server", () -> waitingPulls(consumer));
        return app;
    }

    private long waitingPulls(String consumer) {
        ConsumerInfo info = probe.consumer(STREAM, consumer);
        return info == null ? 0 : info.getNumWaiting();
    }

    /** What the server says of a consumer. */
    ConsumerInfo consumer(String name) {
        ConsumerInfo info = probe.consumer(STREAM, name);
        if (info == null) {
            throw new ScenarioFailed("consumer %s is not on the server; the logs are in %s", name, logs);
        }
        return info;
    }

    /** The name of the one consumer, where the connector has made it up. */
    String onlyConsumer() {
        List<ConsumerInfo> consumers = probe.consumers(STREAM);
        if (consumers.size() != 1) {
            throw new ScenarioFailed("%d consumers on the server, 1 wanted; the logs are in %s", consumers.size(), logs);
        }
        return consumers.get(0).getName();
    }

    /** How many messages the stream holds. */
    long stored() {
        return streamExists() ? probe.messages(STREAM) : 0;
    }

    /** How many messages another stream holds. */
    long stored(String stream) {
        return probe.messages(stream);
    }

    /** The headers of a message of another stream, as text. */
    String headers(String stream, long sequence) {
        return call(() -> probe.message(stream, sequence)).getHeaders().entrySet().stream()
                .filter(header -> header.getKey().startsWith("Dead-Letter-"))
                .map(header -> header.getKey().substring("Dead-Letter-".length()) + "=" + String.join(",", header.getValue()))
                .collect(Collectors.joining(" "));
    }

    /** A line of the story that a reader can follow. */
    void tell(String line) {
        System.out.println("        " + line);
    }

    /** Likewise, a line for each delivery that ended well, which is what acks it. */
    void tell(List<Handled> handled) {
        handled.forEach(one -> tell(Text.of("sequence %-5d %-10s delivery %d%s  processed, acked", one.sequence(), one.order(),
                one.delivery(), one.delivery() > 1 ? " (redelivered)" : "")));
    }

    /** The server delivers everything again, as if it were new. */
    void forgetAcks(String consumer) {
        call(() -> probe.management().resetConsumer(STREAM, consumer, 1));
    }

    /** Waits until everything was delivered to a consumer, and so many messages wait for their ack. */
    ConsumerInfo settled(String name, long ackPending) {
        await(() -> {
            ConsumerInfo info = consumer(name);
            return info.getNumPending() == 0 && info.getNumAckPending() == ackPending;
        }, () -> Text.of("consumer %s has %,d to deliver and %,d ack pending, 0 and %,d wanted", name,
                consumer(name).getNumPending(), consumer(name).getNumAckPending(), ackPending));
        return consumer(name);
    }

    /** Waits until a figure reaches what is wanted; fails with both figures. */
    void reach(long wanted, String what, LongSupplier figure) {
        await(() -> figure.getAsLong() >= wanted, () -> Text.of("%,d %s, %,d wanted", figure.getAsLong(), what, wanted));
    }

    /** Fails at once when a process ends by itself meanwhile. */
    private void await(Callable<Boolean> done, Supplier<String> state) {
        try {
            Awaitility.await().pollDelay(Duration.ZERO).pollInterval(POLL).atMost(LONGEST).until(() -> {
                apps.forEach(App::checkRuns);
                return done.call();
            });
        } catch (ConditionTimeoutException e) {
            throw new ScenarioFailed("%s after %d s; the logs are in %s", state.get(), LONGEST.toSeconds(), logs);
        }
    }

    /** Ends every process at once and lets none start; for a demo that is interrupted. */
    synchronized void kill() {
        killed = true;
        apps.forEach(App::kill);
    }

    /** Stops every process in the ordinary way. */
    @Override
    public void close() {
        apps.forEach(App::stop);
    }
}
