package io.quarkiverse.messaging.nats.deployment.devservices;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A container of {@link StandInEngine}: what was asked for, and a real process that does it. */
final class StandInContainer {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EXPOSED = ServerContainer.PORT + "/tcp";
    /** Where the server of a container without a bind keeps its data. */
    private final Path volume;
    private final String id;
    private final JsonNode request;
    private final List<String> lines = new ArrayList<>();
    private int port;
    private boolean ended;
    private Process process;

    StandInContainer(String id, JsonNode request) throws IOException {
        this.id = id;
        this.request = request;
        this.volume = Files.createTempDirectory("stand-in-" + id);
    }

    /** @return what Testcontainers has sent to create it */
    JsonNode request() {
        return request;
    }

    String image() {
        return request.path("Image").asText();
    }

    /** @return where the engine maps 4222 to, 0 where nobody asked for a mapping */
    int port() {
        return port;
    }

    boolean isRunning() {
        return process != null && process.isAlive();
    }

    /** The image's entry point is nats-server: the request's Cmd are its arguments, of which only paths and port are mapped. */
    synchronized void start(List<String> instead) throws IOException {
        JsonNode bindings = request.path("HostConfig").path("PortBindings").path(EXPOSED);
        if (!bindings.isMissingNode()) {
            String asked = bindings.path(0).path("HostPort").asText();
            port = asked.isEmpty() ? freePort() : Integer.parseInt(asked);
        }
        List<String> command = new ArrayList<>(instead);
        if (instead.isEmpty()) {
            command.addAll(List.of(Settings.binary().path().toString(), "--addr", "127.0.0.1", "--port",
                    String.valueOf(port == 0 ? freePort() : port)));
            request.path("Cmd").forEach(argument -> command.add(onHost(argument.asText())));
        }
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Thread reader = new Thread(this::read, "output of " + id);
        reader.setDaemon(true);
        reader.start();
    }

    /** @return a directory of this machine that was asked for and isn't there */
    Optional<String> missingBind() {
        return binds().map(bind -> bind[0]).filter(path -> Files.notExists(Path.of(path))).findFirst();
    }

    private String onHost(String path) {
        return binds().filter(bind -> bind[1].equals(path)).map(bind -> bind[0]).findFirst()
                .orElse(path.startsWith("/") ? volume + path : path);
    }

    private Stream<String[]> binds() {
        return StreamSupport.stream(request.path("HostConfig").path("Binds").spliterator(), false)
                .map(bind -> bind.asText().split(":"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void read() {
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                say(line);
            }
        } catch (IOException e) {
            say(e.toString());
        } finally {
            process.onExit().join();
            end();
        }
    }

    private synchronized void say(String line) {
        lines.add(line);
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** Writes what the process says, in the engine's frames; {@code follow} means until it ends. */
    void logs(OutputStream to, boolean follow) throws IOException, InterruptedException {
        for (int i = 0;; i++) {
            String line;
            synchronized (this) {
                while (follow && i == lines.size() && !ended) {
                    wait();
                }
                if (i == lines.size()) {
                    return;
                }
                line = lines.get(i);
            }
            byte[] text = (line + "\n").getBytes(StandardCharsets.UTF_8);
            // Stream 2 is standard error: nats-server logs there.
            to.write(ByteBuffer.allocate(8 + text.length).putInt(2 << 24).putInt(text.length).put(text).array());
            to.flush();
        }
    }

    /** @return what {@code docker inspect} says */
    ObjectNode inspection() {
        ObjectNode inspection = JSON.createObjectNode().put("Id", id).put("Name", "/" + id)
                .put("Image", image());
        ObjectNode state = inspection.putObject("State").put("Running", isRunning()).put("Dead", false)
                .put("Paused", false)
                .put("Status", isRunning() ? "running" : process == null ? "created" : "exited");
        // Testcontainers tells an ended container from a new one by these.
        state.put("StartedAt", process == null ? "0001-01-01T00:00:00Z" : "2026-01-01T00:00:00Z").put("FinishedAt",
                process == null || isRunning() ? "0001-01-01T00:00:00Z" : "2026-01-01T00:00:01Z")
                .put("ExitCode", process == null || isRunning() ? 0 : process.exitValue());
        inspection.putObject("Config").put("Image", image()).set("Labels", request.path("Labels"));
        inspection.set("HostConfig", request.path("HostConfig"));
        ObjectNode network = inspection.putObject("NetworkSettings");
        network.putObject("Networks").putObject("bridge").put("IPAddress", "127.0.0.1");
        ObjectNode ports = network.putObject("Ports");
        // As Docker, that takes the ports of an ended container away.
        if (port != 0 && isRunning()) {
            ports.putArray(EXPOSED).addObject().put("HostIp", "0.0.0.0").put("HostPort", String.valueOf(port));
        }
        return inspection;
    }

    /** @return its line in {@code docker ps} */
    ObjectNode listing() {
        ObjectNode listing = JSON.createObjectNode().put("Id", id).put("Image", image());
        listing.putArray("Names").add("/" + id);
        listing.set("Labels", request.path("Labels"));
        if (port != 0) {
            listing.putArray("Ports").addObject().put("IP", "0.0.0.0").put("PrivatePort", ServerContainer.PORT)
                    .put("PublicPort", port).put("Type", "tcp");
        }
        return listing;
    }

    boolean hasLabels(List<String> wanted) {
        Map<String, String> labels = JSON.convertValue(request.path("Labels"),
                JSON.getTypeFactory().constructMapType(Map.class, String.class, String.class));
        return wanted.stream().map(label -> label.split("=", 2))
                .allMatch(label -> label.length == 1 ? labels.containsKey(label[0]) : label[1].equals(labels.get(label[0])));
    }

    void kill() {
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
    }

    /** Kills it, and its volume goes with it; a bind stays. */
    void remove() {
        kill();
        try (Stream<Path> files = Files.walk(volume)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
