package io.quarkiverse.messaging.nats.deployment.devservices;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.quarkus.runtime.LaunchMode;

/** A JVM for which the stand-in is Docker, and whose home directory is a temporary one. */
final class ContainerJvm implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long ANSWER_SECONDS = 20;

    private final Path errors;
    private final Process process;
    private final BufferedReader answers;

    ContainerJvm(StandInEngine engine, Path home) throws IOException {
        errors = home.resolve("stderr.txt");
        ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Duser.home=" + home, "-cp", System.getProperty("java.class.path"),
                ContainerMain.class.getName()).redirectError(errors.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(key -> key.startsWith("DOCKER_") || key.startsWith("TESTCONTAINERS_"));
        environment.put("DOCKER_HOST", engine.url());
        environment.put("HOME", home.toString());
        environment.put("NATS_SERVER", Settings.binary().path().toString());
        // Its helper container is another program, that the stand-in can't be.
        environment.put("TESTCONTAINERS_RYUK_DISABLED", "true");
        process = builder.start();
        answers = process.inputReader();
    }

    /** The answer to a build in this mode with these keys, without their common beginning. */
    JsonNode build(LaunchMode mode, Map<String, String> keys) {
        ObjectNode question = JSON.createObjectNode().put("do", "build").put("mode", mode.name());
        ObjectNode all = question.putObject("keys");
        keys.forEach((key, value) -> all.put(
                key.startsWith("quarkus.") ? key : "quarkus.messaging.nats.devservices." + key, value));
        return ask(question);
    }

    /** Closes the server of the last build, if it has one. */
    JsonNode closeServer() {
        return isAlive() ? ask(JSON.createObjectNode().put("do", "close")) : JSON.createObjectNode();
    }

    private JsonNode ask(JsonNode question) {
        try {
            process.outputWriter().append(question.toString()).append('\n').flush();
            String answer = CompletableFuture.supplyAsync(this::line, task -> new Thread(task).start()).get(ANSWER_SECONDS,
                    TimeUnit.SECONDS);
            return JSON.readTree(answer);
        } catch (IOException | ExecutionException | TimeoutException | IllegalArgumentException e) {
            // A late answer would be taken for the next one.
            close();
            throw new AssertionError("no answer to " + question + "\n" + errors(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private String line() {
        try {
            String line = answers.readLine();
            if (line == null) {
                throw new IOException("the JVM has ended");
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** @return what it wrote to its standard error, with Testcontainers's log */
    String errors() {
        try {
            return Files.readString(errors);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
    }
}
