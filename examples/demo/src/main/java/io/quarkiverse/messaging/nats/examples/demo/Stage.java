package io.quarkiverse.messaging.nats.examples.demo;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

import org.awaitility.core.ConditionTimeoutException;

import io.nats.client.api.ConsumerInfo;
import io.quarkiverse.messaging.nats.testing.NatsProbe;

/** What one scenario has to play with: the server, empty at first, and processes that end with the scenario. */
final class Stage implements AutoCloseable {

    /** The one stream of the example, and its subject. */
    static final String STREAM = "ORDERS";
    static final String SUBJECT = "orders";

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(50);

    private final Path jar;
    private final Path directory;
    private final String server;
    private final String profile;
    private final NatsProbe probe;
    private final List<App> apps = new CopyOnWriteArrayList<>();

    /**
     * @param jar the application
     * @param directory where its output goes
     * @param server where the server listens
     * @param profile the application's profile
     * @param probe a connection to the server
     */
    Stage(Path jar, Path directory, String server, String profile, NatsProbe probe) {
        this.jar = jar;
        this.directory = directory;
        this.server = server;
        this.profile = profile;
        this.probe = probe;
        try {
            Files.createDirectories(directory);
            if (probe.management().getStreamNames().contains(STREAM)) {
                probe.management().deleteStream(STREAM);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (io.nats.client.JetStreamApiException e) {
            throw new IllegalStateException(e);
        }
    }

    NatsProbe probe() {
        return probe;
    }

    /** Creates the stream, for a scenario that publishes before the application runs. */
    void createStream() {
        probe.createStream(STREAM, SUBJECT);
    }

    /** Publishes the orders {@code order-<from>} to {@code order-<to>}. */
    void publish(int from, int to) {
        probe.publishAll(SUBJECT, from, to, number -> Text.of("{\"id\":\"order-%d\",\"amount\":%d}", number, number));
    }

    /** Starts one more process of the application. */
    App start() {
        App app = App.start(jar, profile, server, directory, profile + "-" + (apps.size() + 1));
        apps.add(app);
        return app;
    }

    /** Starts one more process, and waits until its consumer of this name exists and asks for messages. */
    App start(String consumer) {
        App app = start();
        reach(1, "waiting pulls of consumer " + consumer, () -> waitingPulls(consumer));
        return app;
    }

    /** How many pulls of a consumer wait at the server for messages. */
    long waitingPulls(String consumer) {
        ConsumerInfo info = probe.messages(STREAM, consumer);
        return info == null ? 0 : info.getNumWaiting();
    }

    /** Waits until a figure reaches what is wanted; fails with both figures, or when a process ends meanwhile. */
    void reach(long wanted, String what, LongSupplier figure) {
        try {
            await().pollDelay(Duration.ZERO).pollInterval(POLL).atMost(LONGEST).until(() -> {
                apps.forEach(App::checkRuns);
                return figure.getAsLong() >= wanted;
            });
        } catch (ConditionTimeoutException e) {
            throw new ScenarioFailed("%,d %s after %d s, %,d wanted; the logs are in %s", figure.getAsLong(), what,
                    LONGEST.toSeconds(), wanted, directory);
        }
    }

    /** Ends every process at once; for the end of the demo itself. */
    void kill() {
        apps.forEach(App::kill);
    }

    /** Stops every process in the ordinary way. */
    @Override
    public void close() {
        apps.forEach(App::stop);
    }
}
