package io.quarkiverse.messaging.nats.deployment.devservices;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * Stands in for Docker: an HTTP server that speaks as much of the Engine API as Testcontainers needs for a container, runs
 * real nats-servers instead of images, and refuses what it is told to.
 */
final class StandInEngine implements AutoCloseable {

    /** What can be refused. */
    enum Step {
        PULL,
        CREATE,
        START
    }

    private record Refusal(int status, String message) {
    }

    private static final String ARCHITECTURE = "amd64";

    private final HttpServer http;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "stand-in engine");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<Step, Refusal> refusals = new ConcurrentHashMap<>();
    private final Set<String> images = ConcurrentHashMap.newKeySet();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<StandInContainer> created = new CopyOnWriteArrayList<>();
    private final Map<String, StandInContainer> containers = new ConcurrentHashMap<>();
    private final AtomicInteger ids = new AtomicInteger();
    private volatile List<String> command = List.of();

    StandInEngine() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(threads);
        http.createContext("/", this::handle);
        http.start();
        // A build that is broken off leaves no servers behind.
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }

    /** @return what DOCKER_HOST shall say */
    String url() {
        return "tcp://127.0.0.1:" + http.getAddress().getPort();
    }

    /** From now on this step is answered with this error. */
    void refuse(Step step, int status, String message) {
        refusals.put(step, new Refusal(status, message));
    }

    /** From now on containers run this instead of their image. */
    void runInstead(String... other) {
        command = List.of(other);
    }

    /** Without containers and refusals; the images that it has got stay. */
    void reset() {
        refusals.clear();
        command = List.of();
        containers.keySet().forEach(this::remove);
        created.clear();
        requests.clear();
    }

    /** @return the requests since the last reset that start so, for example {@code POST /images/create} */
    List<String> requests(String start) {
        return requests.stream().filter(request -> request.startsWith(start)).toList();
    }

    /** @return the containers created since the last reset, removed ones, too */
    List<StandInContainer> created() {
        return created;
    }

    /** @return the containers that are there, by id */
    Map<String, StandInContainer> containers() {
        return containers;
    }

    /** Creates a container. */
    String create(JsonNode request) throws IOException {
        String id = "%064x".formatted(ids.incrementAndGet());
        StandInContainer container = new StandInContainer(id, request);
        containers.put(id, container);
        created.add(container);
        return id;
    }

    private void remove(String id) {
        containers.remove(id).remove();
    }

    private void handle(HttpExchange exchange) throws IOException {
        StandInCall call = StandInCall.of(exchange);
        requests.add(call.method() + " " + call.path() + " " + call.query());
        try (exchange) {
            String[] parts = call.path().substring(1).split("/");
            switch (parts[0]) {
                case "_ping" -> call.answer(200, "OK");
                case "info" -> call.answer(200, StandInCall.object().put("OSType", "linux").put("ServerVersion", "28.0.0")
                        .put("OperatingSystem", "a stand-in").put("MemTotal", 1 << 30));
                case "version" -> call.answer(200, StandInCall.object().put("Version", "28.0.0").put("ApiVersion", "1.44")
                        .put("Arch", ARCHITECTURE));
                case "images" -> image(call);
                case "networks" -> call.answer(201, StandInCall.object().put("Id", "network-1"));
                case "containers" -> container(call, parts);
                default -> call.refuse(501, "the stand-in knows no " + call.path());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // Testcontainers leaves while it is told the logs: that is no failure.
            if (!call.path().endsWith("/logs")) {
                throw e;
            }
        }
    }

    private void image(StandInCall call) throws IOException {
        if (call.path().equals("/images/json")) {
            call.answer(200, new ObjectMapper().createArrayNode());
        } else if (call.path().equals("/images/create")) {
            if (!refused(call, Step.PULL)) {
                images.add(call.query().get("fromImage") + ":" + call.query().get("tag"));
                call.answer(200, StandInCall.object().put("status", "Status: Downloaded newer image"));
            }
        } else {
            String name = call.path().replaceAll("^/images/|/json$", "");
            if (images.contains(name) || created.stream().anyMatch(container -> container.image().equals(name))) {
                call.answer(200, StandInCall.object().put("Id", name).put("Created", "2026-01-01T00:00:00Z")
                        .put("Architecture", ARCHITECTURE));
            } else {
                call.refuse(404, "No such image: " + name);
            }
        }
    }

    private void container(StandInCall call, String[] parts) throws IOException, InterruptedException {
        if (parts[1].equals("json")) {
            call.answer(200, listing(call));
        } else if (parts[1].equals("create")) {
            if (!refused(call, Step.CREATE)) {
                call.answer(201, StandInCall.object().put("Id", create(call.body())));
            }
        } else if (!containers.containsKey(parts[1])) {
            call.refuse(404, "No such container: " + parts[1]);
        } else {
            StandInContainer container = containers.get(parts[1]);
            switch (parts.length > 2 ? parts[2] : call.method()) {
                case "start" -> {
                    Optional<String> missing = container.missingBind();
                    if (missing.isPresent()) {
                        // As Podman; Docker makes a directory that root owns.
                        call.refuse(500, "statfs " + missing.get() + ": no such file or directory");
                    } else if (!refused(call, Step.START)) {
                        container.start(command);
                        call.done();
                    }
                }
                case "json" -> call.answer(200, container.inspection());
                case "logs" -> container.logs(call.stream(), call.isTrue("follow"));
                // With it Testcontainers tries whether binds work.
                case "archive" -> call.answer(200, "an archive");
                case "kill" -> {
                    container.kill();
                    call.done();
                }
                case "DELETE" -> {
                    remove(parts[1]);
                    call.done();
                }
                default -> call.refuse(501, "the stand-in can't " + call.method() + " " + call.path());
            }
        }
    }

    private ArrayNode listing(StandInCall call) throws IOException {
        List<String> labels = new ArrayList<>();
        call.filters().path("label").forEach(label -> labels.add(label.asText()));
        ArrayNode listing = new ObjectMapper().createArrayNode();
        containers.values().stream().filter(container -> container.isRunning() && container.hasLabels(labels))
                .forEach(container -> listing.add(container.listing()));
        return listing;
    }

    private boolean refused(StandInCall call, Step step) throws IOException {
        Refusal refusal = refusals.get(step);
        if (refusal == null) {
            return false;
        }
        if (refusal.status() == 200) {
            // A pull that has begun well says later why it ends.
            call.answer(200, StandInCall.object().put("status", "Pulling from the registry") + "\n"
                    + StandInCall.object().put("error", refusal.message()));
        } else {
            call.refuse(refusal.status(), refusal.message());
        }
        return true;
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
        containers.keySet().forEach(this::remove);
    }
}
