package io.quarkiverse.messaging.nats.deployment.devservices;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;

/**
 * One request to {@link StandInEngine}, and the ways to answer it.
 *
 * @param exchange the request
 * @param path its path, without the version of the API: it makes no difference here
 * @param query its parameters
 */
record StandInCall(HttpExchange exchange, String path, Map<String, String> query) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static StandInCall of(HttpExchange exchange) {
        Map<String, String> query = new HashMap<>();
        String raw = exchange.getRequestURI().getRawQuery();
        Stream.of(raw == null ? new String[0] : raw.split("&")).map(pair -> pair.split("=", 2))
                .forEach(pair -> query.put(pair[0], pair.length == 1 ? "" : decoded(pair[1])));
        return new StandInCall(exchange, decoded(exchange.getRequestURI().getRawPath()).replaceFirst("^/v[\\d.]+", ""), query);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    String method() {
        return exchange.getRequestMethod();
    }

    JsonNode body() throws IOException {
        return JSON.readTree(exchange.getRequestBody());
    }

    JsonNode filters() throws IOException {
        return JSON.readTree(query.getOrDefault("filters", "{}"));
    }

    boolean isTrue(String parameter) {
        return query.getOrDefault(parameter, "").matches("1|true");
    }

    /** An error, as the engine says it. */
    void refuse(int status, String message) throws IOException {
        answer(status, object().put("message", message));
    }

    void answer(int status, JsonNode json) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        answer(status, json.toString());
    }

    void answer(int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    void done() throws IOException {
        exchange.sendResponseHeaders(204, -1);
    }

    /** An answer that is written bit by bit. */
    OutputStream stream() throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/vnd.docker.raw-stream");
        exchange.sendResponseHeaders(200, 0);
        return exchange.getResponseBody();
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }
}
