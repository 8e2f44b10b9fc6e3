package io.quarkiverse.messaging.nats.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

import io.quarkiverse.messaging.nats.testing.companion.NatsServerProcess;

/**
 * The development mode of {@code examples/orders}, started by the command of its README: Maven, the application's JVM and the
 * server of its dev services. It runs in a copy of the checkout, which can be edited and gets in no other build's way.
 */
public final class DevMode implements AutoCloseable {

    /** What starts it, as the READMEs say it. */
    public static final String COMMAND = "scripts/dev";

    /** Maven may have to download first. */
    private static final Duration LONGEST_START = Duration.ofMinutes(5);
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Pattern SERVER_URL = Pattern.compile("nats://localhost:\\d+");

    private final Path log;
    private final Path directory;
    private final Path temporary;
    private final Checkout checkout;
    private final ProcessFamily processes;
    private final HttpClient http = HttpClient.newHttpClient();
    private int port;

    /**
     * Copies the checkout in which this process runs.
     *
     * @param log where the output goes
     */
    public DevMode(Path log) {
        this.log = log.toAbsolutePath();
        try {
            Files.createDirectories(this.log.getParent());
            Files.deleteIfExists(this.log);
            directory = Files.createTempDirectory("nats-dev-mode-");
            processes = new ProcessFamily(directory);
            Runtime.getRuntime().addShutdownHook(new Thread(this::close));
            temporary = Files.createDirectory(directory.resolve("tmp"));
            checkout = Checkout.current().copyTo(directory.resolve("checkout"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts it, and waits until its page answers. An earlier one that still runs is killed.
     *
     * @return how long that took, compiling included
     */
    public Duration start() {
        processes.kill();
        long begin = System.nanoTime();
        Process maven;
        try {
            port = NatsServerProcess.freePort();
            ProcessBuilder builder = new ProcessBuilder(command()).directory(checkout.root().toFile())
                    .redirectErrorStream(true).redirectOutput(Redirect.appendTo(log.toFile()));
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            if (System.getProperty("maven.home") != null) {
                // the Maven of the running build
                builder.environment().merge("PATH", Path.of(System.getProperty("maven.home"), "bin").toString(),
                        (path, bin) -> bin + File.pathSeparator + path);
            }
            maven = processes.start(builder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await("the page answers", LONGEST_START, () -> {
            if (!maven.isAlive()) {
                throw new IllegalStateException("Maven ended with " + maven.exitValue() + ", see " + log);
            }
            return answers();
        });
        return since(begin);
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(List.of(checkout.root().resolve(COMMAND).toString()));
        command.addAll(List.of("-B", "-Dquarkus.http.port=" + port, "-Ddebug=false", "-Djvm.args=-Djava.io.tmpdir=" + temporary,
                // There is no terminal and nobody to be asked; a process also where containers would do; nothing to format.
                "-Dquarkus.console.enabled=false", "-Dquarkus.analytics.disabled=true",
                "-Dquarkus.messaging.nats.devservices.mode=process", "-Dformatter.skip", "-Dimpsort.skip"));
        if (System.getProperty("maven.repo.local") != null) {
            command.add("-Dmaven.repo.local=" + System.getProperty("maven.repo.local"));
        }
        return command;
    }

    /**
     * Edits the application's configuration, and asks for the page until it is reloaded.
     *
     * @param edit from the text before to the text after
     * @return how long that took
     */
    public Duration reload(UnaryOperator<String> edit) {
        long before = reloads();
        long begin = System.nanoTime();
        try {
            Path configuration = checkout.root().resolve("examples/orders/src/main/resources/application.properties");
            Files.writeString(configuration, edit.apply(Files.readString(configuration)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await("live reload", LONGEST, () -> answers() && reloads() > before);
        return since(begin);
    }

    private long reloads() {
        return log().lines().filter(line -> line.contains("Live reload total time")).count();
    }

    /**
     * Places orders, and waits for the last of them.
     *
     * @param orders how many
     * @param packed how many are packed then, counted from the stream
     * @return how long that took
     */
    public Duration order(int orders, long packed) {
        long begin = System.nanoTime();
        send(request("/orders/burst?count=" + orders).POST(BodyPublishers.noBody()));
        await(packed + " orders are packed", LONGEST,
                () -> send(request("/orders/stats")).body().matches(".*\"packed\":" + packed + "\\b.*"));
        return since(begin);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
    }

    private boolean answers() {
        try {
            return send(request("/")).statusCode() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** @return the server */
    public ProcessHandle server() {
        return processes.only("nats-server", info -> info.command().orElse("").endsWith("/nats-server"));
    }

    /** @return where the server listens */
    public String serverUrl() {
        return SERVER_URL.matcher(log()).results().reduce((earlier, last) -> last).orElseThrow().group();
    }

    private String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * SIGKILL of the application's JVM.
     *
     * @return how long it took until no process and no temporary directory of a server was left
     */
    public Duration kill() {
        return end(ProcessHandle::destroyForcibly);
    }

    /**
     * SIGTERM of the application's JVM.
     *
     * @return as {@link #kill}
     */
    public Duration stop() {
        return end(ProcessHandle::destroy);
    }

    private Duration end(Predicate<ProcessHandle> signal) {
        if (serverDirectories() != 1) {
            throw new IllegalStateException(serverDirectories() + " directories of a server in " + temporary + ", 1 wanted");
        }
        ProcessHandle jvm = processes.only("JVM", info -> info.commandLine().orElse("").contains("-dev.jar"));
        long begin = System.nanoTime();
        signal.test(jvm);
        await("nothing is left", LONGEST, () -> processes.all().isEmpty() && serverDirectories() == 0);
        return since(begin);
    }

    private long serverDirectories() {
        try (Stream<Path> entries = Files.list(temporary)) {
            return entries.filter(entry -> entry.getFileName().toString().startsWith("quarkus-nats-dev-")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void await(String what, Duration longest, Callable<Boolean> done) {
        try {
            Awaitility.await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(50)).atMost(longest).until(done);
        } catch (ConditionTimeoutException e) {
            throw new IllegalStateException("not within " + longest.toSeconds() + " s: " + what + ", see " + log
                    + "; running: " + processes, e);
        }
    }

    private static Duration since(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** Ends whatever still runs, and removes the copy. */
    @Override
    public void close() {
        processes.end();
        NatsServerProcess.delete(directory);
    }
}
