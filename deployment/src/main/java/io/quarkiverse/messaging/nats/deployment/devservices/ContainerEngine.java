package io.quarkiverse.messaging.nats.deployment.devservices;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Whether Docker or Podman answers. Quarkus's own check takes seconds and logs an error where there is neither: it is asked
 * only where something points at an engine.
 *
 * @param environment the process's environment
 * @param home the user's home directory
 * @param points whether a file points at an engine
 * @param answers Quarkus's check
 */
record ContainerEngine(Map<String, String> environment, String home, Predicate<Path> points,
        BooleanSupplier answers) implements BooleanSupplier {

    static ContainerEngine ofThisMachine(BooleanSupplier answers) {
        return new ContainerEngine(System.getenv(), System.getProperty("user.home"), ContainerEngine::points, answers);
    }

    /** A socket does by being there, Testcontainers's file by naming a host (Quarkus's check writes one without). */
    static boolean points(Path file) {
        if (!file.toString().endsWith(".properties")) {
            return Files.exists(file);
        }
        try (Reader reader = Files.newBufferedReader(file)) {
            Properties properties = new Properties();
            properties.load(reader);
            return properties.containsKey("docker.host") || properties.containsKey("tc.host");
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public boolean getAsBoolean() {
        return isPointedAt() && answers.getAsBoolean();
    }

    private boolean isPointedAt() {
        if (environment.containsKey("DOCKER_HOST") || System.getProperty("os.name").startsWith("Windows")) {
            return true;
        }
        String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "/run/user/" + userNumber());
        // Where Testcontainers looks, and the file that tells it where else.
        return Stream.of("/var/run/docker.sock", "/run/podman/podman.sock", runtime + "/docker.sock",
                runtime + "/podman/podman.sock", home + "/.docker/run/docker.sock", home + "/.docker/desktop/docker.sock",
                home + "/.testcontainers.properties").map(Path::of).anyMatch(points);
    }

    private Object userNumber() {
        try {
            return Files.getAttribute(Path.of(home), "unix:uid");
        } catch (IOException | RuntimeException e) {
            // no such attribute on this file system
            return 0;
        }
    }
}
