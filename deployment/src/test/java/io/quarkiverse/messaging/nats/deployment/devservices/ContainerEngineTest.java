package io.quarkiverse.messaging.nats.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What points at an engine. On Windows there is always one to ask for. */
class ContainerEngineTest {

    private static final Map<String, String> NOTHING = Map.of("XDG_RUNTIME_DIR", "/run/user/4242");
    private static final BooleanSupplier NOT_ASKED = () -> {
        throw new AssertionError("Quarkus's check must not be asked");
    };

    @TempDir
    Path home;

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void whereNothingPointsAtOneQuarkusIsNotAsked() {
        assertThat(engine(NOTHING, file -> false, NOT_ASKED).getAsBoolean()).isFalse();
    }

    @Test
    @EnabledOnOs(OS.WINDOWS)
    void onWindowsQuarkusIsAlwaysAsked() {
        assertThat(engine(NOTHING, file -> false, () -> true).getAsBoolean()).isTrue();
    }

    @Test
    void whereSomethingDoesTheAnswerIsQuarkusOwn() {
        AtomicInteger asked = new AtomicInteger();
        Map<String, String> environment = Map.of("DOCKER_HOST", "tcp://127.0.0.1:2375");
        assertThat(engine(environment, file -> false, () -> asked.incrementAndGet() > 1).getAsBoolean()).isFalse();
        assertThat(engine(environment, file -> false, () -> asked.incrementAndGet() > 1).getAsBoolean()).isTrue();
    }

    @ParameterizedTest
    @DisabledOnOs(OS.WINDOWS)
    @ValueSource(strings = { "/var/run/docker.sock", "/run/podman/podman.sock", "/run/user/4242/docker.sock",
            "/run/user/4242/podman/podman.sock", "~/.docker/run/docker.sock", "~/.docker/desktop/docker.sock",
            "~/.testcontainers.properties" })
    void aFileDoes(String file) {
        Set<Path> files = Set.of(Path.of(file.replace("~", home.toString())));
        assertThat(engine(NOTHING, files::contains, () -> true).getAsBoolean()).isTrue();
    }

    /** As over ssh, or in cron. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void withoutARuntimeDirectoryItIsThatOfTheUser() throws IOException {
        Path socket = Path.of("/run/user/" + Files.getAttribute(home, "unix:uid"), "docker.sock");
        assertThat(engine(Map.of(), socket::equals, () -> true).getAsBoolean()).isTrue();
    }

    @Test
    void aSocketPointsByBeingThere() throws IOException {
        Path socket = home.resolve("docker.sock");
        assertThat(ContainerEngine.points(socket)).isFalse();
        Files.createFile(socket);
        assertThat(ContainerEngine.points(socket)).isTrue();
    }

    /** tc.host is Testcontainers Desktop's and Cloud's. */
    @ParameterizedTest
    @ValueSource(strings = { "docker.host=tcp://127.0.0.1:2375", "docker.host = unix:///somewhere",
            "tc.host=tcp://127.0.0.1:1" })
    void testcontainersFilePointsByNamingAHost(String line) throws IOException {
        assertThat(ContainerEngine.points(properties("testcontainers.reuse.enable=false\n" + line + "\n"))).isTrue();
    }

    /** The first is what Quarkus's check leaves behind. */
    @ParameterizedTest
    @ValueSource(strings = { "#Modified by Testcontainers\ntestcontainers.reuse.enable=false\n", "", "#docker.host=tcp://1:1\n",
            "docker.client.strategy=of.docker.host\n", "\\uNOTHEX=1\n" })
    void testcontainersFileWithoutAHostDoesNot(String text) throws IOException {
        assertThat(ContainerEngine.points(properties(text))).isFalse();
    }

    @Test
    void testcontainersFileThatIsNotThereDoesNot() {
        assertThat(ContainerEngine.points(home.resolve(".testcontainers.properties"))).isFalse();
    }

    private Path properties(String text) throws IOException {
        return Files.writeString(home.resolve(".testcontainers.properties"), text);
    }

    private ContainerEngine engine(Map<String, String> environment, Predicate<Path> points, BooleanSupplier answers) {
        return new ContainerEngine(environment, home.toString(), points, answers);
    }
}
