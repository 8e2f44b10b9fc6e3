package io.quarkiverse.messaging.nats.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.nats.client.Options;
import io.quarkiverse.messaging.nats.deployment.devservices.NatsDevServicesConfig.Mode;
import io.quarkiverse.messaging.nats.testing.NatsProbe;

class ServerProcessTest {

    private static final Duration SOON = Duration.ofSeconds(5);

    @TempDir
    Path directory;

    @Test
    void aStoppedOneLeavesNoProcessAndNoDirectory() {
        // Other tests of this process may have servers of their own.
        List<ProcessHandle> before = ProcessHandle.current().descendants().toList();
        ServerProcess server = ServerProcess.start(Settings.binary(), Settings.of(Mode.PROCESS));
        List<ProcessHandle> processes = ProcessHandle.current().descendants().filter(one -> !before.contains(one)).toList();
        Path temporary = temporaryOf(processes);
        assertThat(temporary).isDirectory();

        server.close();
        await().atMost(SOON).until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(temporary).doesNotExist();
    }

    @Test
    void aKilledJvmLeavesNoProcessAndNoDirectory() throws IOException {
        Process jvm = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), KilledMain.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader out = new BufferedReader(new InputStreamReader(jvm.getInputStream()))) {
            assertThat(out.readLine()).startsWith("nats://localhost:");
            List<ProcessHandle> processes = jvm.descendants().toList();
            Path temporary = temporaryOf(processes);
            assertThat(temporary).isDirectory();

            jvm.toHandle().destroyForcibly();
            await().atMost(SOON).until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
            await().atMost(SOON).untilAsserted(() -> assertThat(temporary).doesNotExist());
        } finally {
            jvm.descendants().forEach(ProcessHandle::destroyForcibly);
            jvm.toHandle().destroyForcibly();
        }
    }

    @Test
    void aKilledServerIsNoticedAndItsDirectoryGoes() {
        try (ServerProcess server = ServerProcess.start(Settings.binary(), Settings.of(Mode.PROCESS))) {
            List<ProcessHandle> processes = ProcessHandle.current().descendants().toList();
            Path temporary = temporaryOf(processes);
            processes.stream().filter(ServerProcessTest::isServer).forEach(ProcessHandle::destroyForcibly);
            await().atMost(SOON).until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
            await().atMost(SOON).untilAsserted(() -> assertThat(temporary).doesNotExist());
        }
    }

    @Test
    void aKeptDirectoryKeepsItsStreams() throws Exception {
        Path store = directory.resolve("kept/here");
        try (ServerProcess first = ServerProcess.start(Settings.binary(), Settings.keptIn(store));
                NatsProbe probe = new NatsProbe(Options.builder().server(first.url()))) {
            probe.createStream("KEPT", "kept");
            probe.publish("kept", "1");
        }
        try (ServerProcess second = ServerProcess.start(Settings.binary(), Settings.keptIn(store));
                NatsProbe probe = new NatsProbe(Options.builder().server(second.url()))) {
            assertThat(probe.messages("KEPT")).isEqualTo(1);
        }
    }

    @Test
    void aDirectoryThatCantBeWrittenIsSaid() throws IOException {
        // Root may write anywhere, but not below a file.
        Path store = Files.writeString(directory.resolve("file"), "").resolve("store");
        assertThatThrownBy(() -> ServerProcess.start(Settings.binary(), Settings.keptIn(store)))
                .hasMessageContaining("quarkus.messaging.nats.devservices.store-directory=" + store + " can't be written: ")
                .hasMessageEndingWith("name a directory that this user may write, or leave the key out for a temporary one");
    }

    @Test
    void aServerThatEndsAtOnceSaysWhy() throws IOException {
        Path script = Files.writeString(directory.resolve("nats-server"), "#!/bin/sh\necho '[FTL] no room here'; exit 3\n");
        script.toFile().setExecutable(true);
        assertThatThrownBy(() -> ServerProcess.start(new ServerBinary(script, "2.15.1"), Settings.of(Mode.PROCESS)))
                .hasMessageContaining(script + " did not start: it ended with status 3 and said: [FTL] no room here");
    }

    private static boolean isServer(ProcessHandle process) {
        return process.info().command().filter(command -> command.endsWith("nats-server")).isPresent();
    }

    /** As the server's command line names it: other builds on this machine have directories, too. */
    private static Path temporaryOf(List<ProcessHandle> processes) {
        List<String> arguments = processes.stream().filter(ServerProcessTest::isServer).findFirst()
                .flatMap(server -> server.info().arguments()).map(List::of).orElseThrow();
        return Path.of(arguments.get(arguments.indexOf("--ports_file_dir") + 1));
    }
}
