package io.quarkiverse.messaging.nats.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.quarkiverse.messaging.nats.testing.NatsProbe;

/** Each sequence store beside the same channel without one. */
final class Stores {

    private static final List<String> NAMES = List.of("store memory", "store file", "store nats-kv", "store nats-stream");
    private static final String STREAM = "STORED";

    private final Bench bench;
    private final List<Row> rows = new ArrayList<>();

    Stores(Bench bench) {
        this.bench = bench;
    }

    /** Before the application starts: turns the channels on that are wanted, and starts a database only for them. */
    static void begin(Options options, NatsProbe probe) {
        if (options.parts().isEmpty() && options.wants(NAMES)) {
            System.setProperty("bench.stores", "true");
            System.setProperty("quarkus.messaging.nats.sequence-store.file.directory", directory().toString());
            probe.createStream(StreamConfiguration.builder().name(STREAM).subjects("stored", "stored.>", "stored-none")
                    .storageType(StorageType.File).allowAtomicPublish(true).allowMessageTtl(true).build());
        }
    }

    /** The store refuses a temporary directory. */
    private static Path directory() {
        try {
            Path directory = Files.createDirectories(Path.of(System.getProperty("user.home"), ".cache",
                    "quarkus-messaging-nats", "bench-" + ProcessHandle.current().pid()));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory)));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            System.err.println("bench: " + directory + " is left: " + e);
        }
    }

    List<Row> rows() {
        if (Boolean.getBoolean("bench.stores")) {
            rows.add(row("store memory", "store-memory", "", 0.5));
            rows.add(row("store file", "store-file", "", 0.05));
            rows.add(row("store nats-kv", "store-nats-kv", "__g", 0.05));
            Pair stream = new Pair("store-nats-stream", "__g");
            rows.add(new Row("store nats-stream", 0.05, stream, stream.with.processor(stream.channel),
                    Map.of("in to out without", stream.without.processor(stream.channel + "-none"))));
        }
        return rows;
    }

    Row row(String name, String channel, String group, double share) {
        Pair pair = new Pair(channel, group);
        return new Row(name, share, pair, pair.with.channel(channel),
                Map.of("the same without", pair.without.channel(channel + "-none")));
    }

    /** Two channels that read the same messages. */
    private final class Pair implements Load {

        private final String channel;
        private final Stored with;
        private final Stored without;

        private Pair(String channel, String group) {
            this.channel = channel;
            this.with = new Stored(bench, "in." + channel, channel + group);
            this.without = new Stored(bench, "in." + channel, channel + "-none" + group);
        }

        @Override
        public void begin() throws Exception {
            with.begin();
            without.begin();
        }

        @Override
        public void prepare(int messages) throws Exception {
            with.prepare(messages);
        }

        @Override
        public void clean() throws Exception {
            with.clean();
            without.begin();
            if (Boolean.getBoolean("bench.stores")) {
                bench.management().purgeStream(STREAM);
            }
        }
    }
}
