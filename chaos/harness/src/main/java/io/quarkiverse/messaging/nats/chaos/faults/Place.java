package io.quarkiverse.messaging.nats.chaos.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.messaging.nats.testing.NatsCluster;
import io.quarkiverse.messaging.nats.testing.NatsServer;

/** The servers of one fault. */
final class Place implements AutoCloseable {

    /** What the application connects to, with commas. */
    final String urls;
    /** What the harness connects to, with commas. */
    final String harnessUrls;
    final int replicas;
    final NatsServer server;
    /** At another address with the same storage, not running at first; or {@code null}. */
    final NatsServer other;
    final NatsCluster cluster;
    /** The configuration file, or {@code null}. */
    final Path file;
    /** What is in it at first. */
    private final String text;
    /** A small disk that holds the server's storage, or {@code null}. */
    Path disk;
    /** The network that the server is in, or {@code null}. */
    Namespace namespace;
    /** Undoes what was made beside servers. */
    final List<Runnable> last = new ArrayList<>();

    private Place(String urls, String harnessUrls, NatsServer server, NatsServer other, NatsCluster cluster, Path file) {
        this.urls = urls;
        this.harnessUrls = harnessUrls;
        this.replicas = cluster == null ? 1 : 3;
        this.server = server;
        this.other = other;
        this.cluster = cluster;
        this.file = file;
        this.text = file == null ? null : read(file);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text() {
        return text;
    }

    static Place single() {
        NatsServer server = NatsServer.start();
        return new Place(server.url(), server.url(), server, null, null, null);
    }

    /** Reached by an address of its own. */
    static Place at(String url) {
        return new Place(url, url, null, null, null, null);
    }

    /** With a configuration file, which says that JetStream is on, and more. */
    static Place configured(Path storage, String more) {
        Path file = fileWith(jetStream(storage) + more);
        NatsServer server = NatsServer.start("--no-jetstream", "-c", file.toString());
        return new Place(server.url(), server.url(), server, null, null, file).withStorage(storage);
    }

    /** Likewise, with the users {@code app}, for the application, and {@code harness}; the passwords are their names. */
    static Place withUsers(String users) {
        Path storage = storage();
        Path file = fileWith(jetStream(storage) + users);
        NatsServer server = NatsServer.start("--no-jetstream", "-c", file.toString());
        return new Place("nats://app:app@127.0.0.1:" + server.port(), "nats://harness:harness@127.0.0.1:" + server.port(),
                server, null, null, file).withStorage(storage);
    }

    /** Two addresses for one storage. */
    static Place twoAddresses() {
        Path storage = storage();
        Path file = fileWith(jetStream(storage));
        NatsServer other = NatsServer.start("-c", file.toString(), "--no-jetstream");
        other.stop();
        NatsServer server = NatsServer.start("-c", file.toString(), "--no-jetstream");
        String urls = server.url() + "," + other.url();
        return new Place(urls, urls, server, other, null, file).withStorage(storage);
    }

    static Place cluster() {
        NatsCluster cluster = NatsCluster.start(3);
        return new Place(cluster.urls(), cluster.urls(), null, null, cluster, null);
    }

    static Path storage() {
        try {
            return Files.createTempDirectory("faults-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String jetStream(Path storage) {
        return "jetstream { store_dir: \"" + storage + "\", max_file: 4G }\n";
    }

    private static Path fileWith(String text) {
        try {
            Path file = Files.createTempFile("faults-", ".conf");
            file.toFile().deleteOnExit();
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void rewrite(String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Place withStorage(Path storage) {
        return afterwards(() -> Shell.tried("rm", "-rf", storage.toString()));
    }

    Place afterwards(Runnable action) {
        last.add(action);
        return this;
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
        if (other != null) {
            other.close();
        }
        if (cluster != null) {
            cluster.close();
        }
        last.forEach(Runnable::run);
    }
}
