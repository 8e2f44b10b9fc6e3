package io.quarkiverse.messaging.nats.chaos.faults;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;

import org.awaitility.Awaitility;

import io.quarkiverse.messaging.nats.testing.NatsServer;

/** A network namespace of our own with a server in it, and the one link that leads there. */
final class Namespace {

    /** From the range for measurements between devices (RFC 2544), which is nobody's network. */
    private static final String HERE = "198.18.77.1";
    private static final String THERE = "198.18.77.2";
    private static final int PORT = 4222;

    /** There is one at a time. */
    private static final Semaphore FREE = new Semaphore(1);

    private final String name = "qmnats" + ProcessHandle.current().pid();
    private final String link = "qmn" + ProcessHandle.current().pid();
    private Process server;

    /** @return {@code null} where it can be done */
    static String whyNot() {
        if (!Shell.isRoot()) {
            return "only root can make a network namespace";
        }
        if (!Shell.tried("ip", "-V")) {
            return "there is no ip (iproute2)";
        }
        Namespace trial = new Namespace();
        try {
            trial.make();
            return null;
        } catch (IllegalStateException e) {
            return "this system makes no network namespace with a veth link";
        } finally {
            trial.remove();
        }
    }

    static Place place() {
        FREE.acquireUninterruptibly();
        Namespace namespace = new Namespace();
        Path storage = Place.storage();
        try {
            namespace.make();
            namespace.startServer(storage);
        } catch (RuntimeException e) {
            namespace.remove();
            FREE.release();
            throw e;
        }
        Place place = Place.at("nats://" + THERE + ":" + PORT);
        place.namespace = namespace;
        return place.afterwards(() -> {
            namespace.remove();
            FREE.release();
            Shell.tried("rm", "-rf", storage.toString());
        });
    }

    private void make() {
        Shell.run("ip", "netns", "add", name);
        Shell.run("ip", "link", "add", link + "h", "type", "veth", "peer", "name", link + "n");
        Shell.run("ip", "link", "set", link + "n", "netns", name);
        Shell.run("ip", "addr", "add", HERE + "/30", "dev", link + "h");
        Shell.run("ip", "link", "set", link + "h", "up");
        Shell.run("ip", "netns", "exec", name, "ip", "addr", "add", THERE + "/30", "dev", link + "n");
        mend();
    }

    private void startServer(Path storage) {
        File log = storage.resolve("server.log").toFile();
        try {
            server = new ProcessBuilder(List.of("ip", "netns", "exec", name, NatsServer.program(), "--addr", THERE, "--port",
                    String.valueOf(PORT), "--jetstream", "--store_dir", storage.toString())).redirectErrorStream(true)
                    .redirectOutput(log).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Awaitility.await("the server listens").until(() -> {
            try (Socket socket = new Socket(THERE, PORT)) {
                return socket.isConnected();
            } catch (IOException e) {
                return false;
            }
        });
    }

    /** Nothing gets through, and nobody is told. */
    void cut() {
        Shell.run("ip", "netns", "exec", name, "ip", "link", "set", link + "n", "down");
    }

    void mend() {
        Shell.run("ip", "netns", "exec", name, "ip", "link", "set", link + "n", "up");
    }

    private void remove() {
        if (server != null) {
            server.destroyForcibly();
            server.onExit().join();
        }
        Shell.tried("ip", "link", "del", link + "h");
        Shell.tried("ip", "netns", "del", name);
    }
}
