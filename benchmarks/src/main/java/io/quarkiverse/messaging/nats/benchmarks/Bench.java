package io.quarkiverse.messaging.nats.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.Nats;
import io.nats.client.PurgeOptions;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Started by {@code scripts/bench}: rounds of both sides in turn, in one process. */
@QuarkusMain
public class Bench implements QuarkusApplication {

    static final String IN = "IN";
    static final String OUT = "OUT";
    /** So many rows are run before the first that counts: the compiler has then seen what they share often enough. */
    private static final int WARM_UP = 8;
    static final int SIZE = 256;
    /** The server takes its time to purge millions of messages. */
    private static final JetStreamOptions PATIENT = JetStreamOptions.builder().requestTimeout(Duration.ofMinutes(5)).build();
    private static String url;
    private static Options options;
    private static Function<Bench, List<Row>> measured;

    private Connection connection;
    private Connection publisher;
    private final HeapPlot heap = new HeapPlot();

    /**
     * @param arguments rounds, messages of a round, the directory for results, and the rows or nothing for all
     */
    public static void main(String... arguments) {
        begin(bench -> bench.options().parts().isEmpty() ? new Rows(bench).all() : new Parts(bench).rows(options), arguments);
    }

    static void begin(Function<Bench, List<Row>> all, String... arguments) {
        options = Options.parse(arguments);
        measured = all;
        NatsServer server = NatsServer.start();
        url = server.url();
        try (NatsProbe probe = new NatsProbe(server)) {
            probe.createStream(StreamConfiguration.builder().name(IN).subjects("in.>").storageType(StorageType.File).build());
            probe.createStream(StreamConfiguration.builder().name(OUT).subjects("out.>").storageType(StorageType.File)
                    .duplicateWindow(Duration.ofSeconds(10)).build());
            Stores.begin(options, probe);
        }
        System.setProperty("quarkus.messaging.nats.servers", url);
        options.parts().forEach(part -> System.setProperty("bench." + part, "true"));
        Quarkus.run(Bench.class, arguments);
    }

    @Override
    public int run(String... arguments) throws Exception {
        connection = Nats.connect(url);
        publisher = Nats.connect(url);
        List<Rounds> rows = new ArrayList<>();
        for (Row row : measured.apply(this)) {
            row.load().begin();
            if (options.wants(row.names())) {
                rows.add(new Rounds(row, (int) (options.messages() * row.share())));
            }
        }
        if (rows.isEmpty()) {
            return 0;
        }
        Report report = new Report(options.directory(), versions(), Boolean.getBoolean("bench.append"));
        // A round of each row and again, since a paused consumer needs a while to be ready for its next round.
        int rounds = rows.stream().mapToInt(row -> row.rounds(options.rounds())).max().orElse(0);
        int warmUp = options.rows().isEmpty() ? 1 : Math.max(1, WARM_UP / rows.size());
        for (int round = -warmUp; round < rounds; round++) {
            System.err.println("bench: " + (round < 0 ? "warming up" : "round " + (round + 1) + " of " + rounds));
            for (Rounds row : rows) {
                row.next(round, options.rounds());
            }
            if (round >= 0) {
                report.write(rows.stream().flatMap(row -> row.lines().stream()).toList());
            }
        }
        report.print();
        heap.notes().forEach(System.out::println);
        return 0;
    }

    private String versions() {
        return "nats-server " + connection.getServerInfo().getVersion() + ", jnats " + Nats.CLIENT_VERSION + ", JDK "
                + Runtime.version() + ", " + Runtime.getRuntime().availableProcessors() + " cores";
    }

    Connection connection() {
        return connection;
    }

    Connection publisher() {
        return publisher;
    }

    String url() {
        return url;
    }

    Options options() {
        return options;
    }

    HeapPlot heap() {
        return heap;
    }

    JetStreamManagement management() throws Exception {
        return publisher.jetStreamManagement(PATIENT);
    }

    Duration patience() {
        return Duration.ofSeconds(10);
    }

    byte[] payload() {
        return new byte[SIZE];
    }

    void publish(String subject, int messages) throws Exception {
        publish(subject, messages, SIZE);
    }

    void publish(String subject, int messages, int size) throws Exception {
        JetStream stream = publisher.jetStream();
        int inFlight = Payloads.inFlight(size);
        Semaphore room = new Semaphore(inFlight);
        byte[] payload = new byte[size];
        for (int i = 0; i < messages; i++) {
            room.acquire();
            stream.publishAsync(subject, payload).whenComplete((ack, failure) -> room.release());
        }
        room.acquire(inFlight);
    }

    void purge(String stream, String subject) throws Exception {
        management().purgeStream(stream, PurgeOptions.subject(subject));
    }

    void pause(long millis) throws InterruptedException {
        CompletableFuture<Void> never = new CompletableFuture<>();
        try {
            never.get(millis, TimeUnit.MILLISECONDS);
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            // the pause is over
        }
    }
}
