package io.quarkiverse.messaging.nats.testing.companion;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * How a nats-server is started for a test, with all it writes in one directory. {@link NatsTestServer} is what a test takes.
 */
public final class NatsServerProcess {

    /** Among the arguments: no JetStream. */
    public static final String NO_JETSTREAM = "--no-jetstream";

    private static final long START_MILLIS = 10_000;
    private static final long POLL_NANOS = 10_000_000;

    private NatsServerProcess() {
    }

    /**
     * Starts one and waits until it listens.
     *
     * @param binary the nats-server
     * @param port where on the loopback address
     * @param directory where it stores and logs; what it holds is kept
     * @param arguments more arguments, or {@link #NO_JETSTREAM}
     * @return it, listening
     */
    public static Process start(String binary, int port, Path directory, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(binary, "--addr", "127.0.0.1", "--port", String.valueOf(port),
                "--log", directory.resolve("server.log").toString()));
        if (!arguments.contains(NO_JETSTREAM)) {
            command.addAll(List.of("--jetstream", "--store_dir", directory.resolve("data").toString()));
        }
        arguments.stream().filter(argument -> !argument.equals(NO_JETSTREAM)).forEach(command::add);
        try {
            Process started = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("output.log").toFile())).start();
            awaitPort(started, port, directory);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitPort(Process started, int port, Path directory) throws IOException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_MILLIS);
        while (System.nanoTime() < end && started.isAlive()) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
                return;
            } catch (IOException e) {
                LockSupport.parkNanos(POLL_NANOS);
            }
        }
        started.destroyForcibly();
        throw new IOException("nats-server did not start: " + log(directory));
    }

    /**
     * @param directory the server's
     * @return what it has logged
     */
    public static String log(Path directory) {
        try {
            Path log = directory.resolve("server.log");
            Path output = directory.resolve("output.log");
            return (Files.exists(log) ? Files.readString(log) : "") + (Files.exists(output) ? Files.readString(output) : "");
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** @return a port of the loopback address that nobody has at this moment, and that the kernel gives nobody */
    public static int freePort() {
        try {
            return FreePort.find();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param directory to be removed, as far as that is possible
     */
    public static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            // gone already
        }
    }
}
