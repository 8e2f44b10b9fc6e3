package io.quarkiverse.messaging.nats.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerBinaryTest {

    private static final String KEY = "quarkus.messaging.nats.devservices.command=";

    @TempDir
    Path directory;

    @Test
    void aCommandThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> find("/nowhere/nats-server"))
                .hasMessage(KEY + "/nowhere/nats-server: /nowhere/nats-server is not a file that can be run");
    }

    @Test
    void aCommandThatIsNoServerIsToldWhatItSaid() throws IOException {
        Path other = script("other", "echo hello from another program");
        assertThatThrownBy(() -> find(other.toString()))
                .hasMessage(KEY + other + ": " + other + " is not a nats-server, asked for its --version it said "
                        + "'hello from another program'");
    }

    @Test
    void aFileThatIsNoProgramIsNoServer() throws IOException {
        Path text = Files.writeString(directory.resolve("text"), "\0\1\2");
        text.toFile().setExecutable(true);
        assertThatThrownBy(() -> find(text.toString())).hasMessageStartingWith(KEY + text + ": " + text);
    }

    @Test
    void aServerThatIsTooOldSaysTheOldest() throws IOException {
        Path old = script("old", "echo 'nats-server: v2.8.4'");
        assertThatThrownBy(() -> find(old.toString()))
                .hasMessage(KEY + old + ": " + old + " is nats-server 2.8.4, the oldest that serves is 2.9");
    }

    @Test
    void aBareNameIsLookedUpOnThePath() throws IOException {
        Path mine = script("my-nats", "echo 'nats-server: v2.14.1-beta.2'");
        ServerBinary found = ServerBinary.find(Optional.of("my-nats"), Map.of("PATH", "/nowhere:" + directory));
        assertThat(found).isEqualTo(new ServerBinary(mine, "2.14.1-beta.2"));
    }

    @Test
    void theEnvironmentComesBeforeThePathAndThePathBeforeTheCache() throws IOException {
        Path named = script("named", "echo 'nats-server: v2.12.0'");
        Path onPath = script("bin/nats-server", "echo 'nats-server: v2.13.0'");
        Path older = script("cache/quarkus-messaging-nats/nats-server-2.9/nats-server", "echo 'nats-server: v2.9.9'");
        Path newer = script("cache/quarkus-messaging-nats/nats-server-2.15/nats-server", "echo 'nats-server: v2.15.1'");
        Map<String, String> cache = Map.of("XDG_CACHE_HOME", directory.resolve("cache").toString());
        Map<String, String> path = Map.of("XDG_CACHE_HOME", directory.resolve("cache").toString(), "PATH",
                onPath.getParent().toString());
        Map<String, String> all = Map.of("XDG_CACHE_HOME", directory.resolve("cache").toString(), "PATH",
                onPath.getParent().toString(), "NATS_SERVER", named.toString());

        assertThat(ServerBinary.find(Optional.empty(), all).path()).isEqualTo(named);
        assertThat(ServerBinary.find(Optional.empty(), path).path()).isEqualTo(onPath);
        assertThat(ServerBinary.find(Optional.empty(), cache).path()).isEqualTo(newer);
        Files.delete(newer);
        assertThat(ServerBinary.find(Optional.empty(), cache).path()).isEqualTo(older);
    }

    @Test
    void onePathEntryThatIsTooOldDoesNotHideTheCache() throws IOException {
        Path onPath = script("bin/nats-server", "echo 'nats-server: v2.1.0'");
        Path cached = script("cache/quarkus-messaging-nats/nats-server-2.15/nats-server", "echo 'nats-server: v2.15.1'");
        Map<String, String> both = Map.of("PATH", onPath.getParent().toString(), "XDG_CACHE_HOME",
                directory.resolve("cache").toString());
        assertThat(ServerBinary.find(Optional.empty(), both).path()).isEqualTo(cached);
    }

    @Test
    void withoutAnyItSaysSo() {
        Map<String, String> nothing = Map.of("HOME", directory.toString(), "PATH", directory.toString());
        assertThatThrownBy(() -> ServerBinary.find(Optional.empty(), nothing))
                .hasMessage("there is no nats-server on the PATH");
    }

    private static ServerBinary find(String command) {
        return ServerBinary.find(Optional.of(command), System.getenv());
    }

    private Path script(String name, String line) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + line + "\n");
        file.toFile().setExecutable(true);
        return file;
    }
}
