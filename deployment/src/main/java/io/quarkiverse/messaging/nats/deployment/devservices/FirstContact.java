package io.quarkiverse.messaging.nats.deployment.devservices;

import static io.quarkiverse.messaging.nats.deployment.devservices.DevServicesMessages.LOG;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.StreamConfiguration;

/** The first connection to a server of our own: whether JetStream is on, and the streams that it shall have. */
final class FirstContact {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int STREAM_NOT_FOUND = 10059;

    private FirstContact() {
    }

    static void with(OwnServer server, Map<String, List<String>> streams) {
        Options options = Options.builder().server(server.urlFromHere()).connectionTimeout(TIMEOUT).noReconnect()
                .errorListener(new ErrorListener() {
                }).build();
        try (Connection connection = Nats.connect(options)) {
            if (!connection.getServerInfo().isJetStreamAvailable()) {
                throw LOG.noJetStream(server.description());
            }
            JetStreamManagement management = connection.jetStreamManagement();
            // in order, so that of two that overlap it is always the same one that is refused
            for (Map.Entry<String, List<String>> stream : new TreeMap<>(streams).entrySet()) {
                create(management, stream.getKey(), stream.getValue());
            }
        } catch (IOException e) {
            throw LOG.notStarted(server.description(), "it does not answer at " + server.urlFromHere() + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw LOG.notStarted(server.description(), "interrupted");
        }
    }

    private static void create(JetStreamManagement management, String name, List<String> subjects) {
        try {
            if (!exists(management, name)) {
                management.addStream(StreamConfiguration.builder().name(name).subjects(subjects).build());
            }
        } catch (IOException | JetStreamApiException | IllegalArgumentException e) {
            throw LOG.stream(name, e.getMessage(), e);
        }
    }

    private static boolean exists(JetStreamManagement management, String name) throws IOException, JetStreamApiException {
        try {
            management.getStreamInfo(name);
            return true;
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() != STREAM_NOT_FOUND) {
                throw e;
            }
            return false;
        }
    }
}
