package io.quarkiverse.messaging.nats.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Reads the live feed as a browser does, with nothing but the JDK. */
final class LiveFeed implements AutoCloseable {

    /** One server-sent event: its name and its data. */
    record Event(String name, JsonNode data) {

        boolean isAbout(String orderId) {
            return orderId.equals(data.at("/order/id").textValue());
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final Stream<String> lines;
    private String name;

    LiveFeed(URI uri) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri).header("Accept", "text/event-stream").build();
        HttpResponse<Stream<String>> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofLines());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValueSatisfying(
                type -> assertThat(type).startsWith("text/event-stream"));
        lines = response.body();
        CompletableFuture.runAsync(() -> lines.forEach(this::read), task -> new Thread(task).start());
    }

    /** Every event of this feed is one line of data. */
    private void read(String line) {
        if (line.startsWith("event:")) {
            name = line.substring("event:".length()).strip();
        } else if (line.startsWith("data:")) {
            try {
                events.add(new Event(name, JSON.readTree(line.substring("data:".length()))));
            } catch (JsonProcessingException e) {
                throw new AssertionError("not JSON: " + line, e);
            }
        }
    }

    List<Event> events() {
        return events;
    }

    Event awaitEvent(String name, Predicate<Event> wanted) {
        return await().alias(name).atMost(PATIENCE)
                .until(() -> events.stream().filter(event -> event.name().equals(name)).filter(wanted).findFirst(),
                        found -> found.isPresent())
                .orElseThrow();
    }

    @Override
    public void close() {
        lines.close();
    }
}
