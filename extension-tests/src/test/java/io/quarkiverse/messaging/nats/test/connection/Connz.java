package io.quarkiverse.messaging.nats.test.connection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.vertx.core.json.JsonObject;

/** Who is connected to a server, as its monitoring endpoint says. */
final class Connz {

    /** What a server needs to be asked: an endpoint on a free port, which its log names. */
    static final String[] MONITORED = { "--http_port", "-1" };
    private static final Pattern ENDPOINT = Pattern.compile("Starting http monitor on (\\S+)");

    private Connz() {
    }

    /**
     * @param server started with {@link #MONITORED}
     * @return its open connections
     */
    static List<JsonObject> of(NatsServer server) {
        Matcher endpoint = ENDPOINT.matcher(server.log());
        if (!endpoint.find()) {
            throw new IllegalStateException("no monitoring endpoint: " + server.log());
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + endpoint.group(1) + "/connz?subs=1")).build();
        try {
            String body = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
            return new JsonObject(body).getJsonArray("connections").stream().map(JsonObject.class::cast).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
