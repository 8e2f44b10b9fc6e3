package io.quarkiverse.messaging.nats.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.PurgeOptions;
import io.nats.client.api.AckPolicy;
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
    private static final String SPEED = "msg/s";
    private static final int WARM_UP = 2;
    private static final int SIZE = 256;
    private static String url;

    private Connection connection;
    private Connection publisher;

    /**
     * @param arguments rounds, messages of a round, the directory for results, and the rows or nothing for all
     */
    public static void main(String... arguments) {
        NatsServer server = NatsServer.start();
        url = server.url();
        try (NatsProbe probe = new NatsProbe(server)) {
            probe.createStream(StreamConfiguration.builder().name(IN).subjects("in.>").storageType(StorageType.File).build());
            probe.createStream(StreamConfiguration.builder().name(OUT).subjects("out.>").storageType(StorageType.File)
                    .duplicateWindow(Duration.ofSeconds(10)).build());
        }
        System.setProperty("quarkus.messaging.nats.servers", url);
        Quarkus.run(Bench.class, arguments);
    }

    @Override
    public int run(String... arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        int messages = Integer.parseInt(arguments[1]);
        List<String> wanted = arguments.length > 3 ? List.of(arguments[3].split(";")) : List.of();
        connection = Nats.connect(url);
        publisher = Nats.connect(url);
        Report report = new Report(Path.of(arguments[2]));
        for (Row row : rows()) {
            if (wanted.isEmpty() || wanted.stream().anyMatch(word -> row.name().contains(word))) {
                report.add(measure(row, rounds, (int) (messages * row.share())));
            }
        }
        return 0;
    }

    private List<Row> rows() {
        Incoming in = new Incoming(this);
        RawIncoming raw = new RawIncoming(this, in);
        Outgoing out = new Outgoing(this);
        Latency latency = new Latency(this);
        Map<String, Side> each = Map.of("consume", raw.consume("raw-each", AckPolicy.Explicit), "a pull loop",
                raw.pulls("raw-each-pulls", AckPolicy.Explicit));
        Map<String, Side> exclusive = Map.of("consume, pinned", raw.exclusive("raw-pinned", AckPolicy.Explicit));
        Map<String, Side> all = Map.of("consume, pinned, an ack for 100", raw.exclusive("raw-all", AckPolicy.All));
        Map<String, Side> none = Map.of("consume, pinned, no acks", raw.exclusive("raw-none", AckPolicy.None));
        List<Row> rows = new ArrayList<>();
        rows.add(new Row("in, @NonBlocking", SPEED, 1, in.channel("nonblocking", true), each));
        rows.add(new Row("in, Uni of Message", SPEED, 1, in.channel("uni", true), each));
        rows.add(new Row("in, exclusive", SPEED, 1, in.channel("exclusive", false), exclusive));
        rows.add(new Row("in, exclusive, ack=all", SPEED, 1, in.channel("all", false), all));
        rows.add(new Row("in, exclusive, ack=none", SPEED, 1, in.channel("none", false), none));
        rows.add(new Row("in, ack-confirm", SPEED, 0.5, in.channel("confirmed", true),
                Map.of("consume, ackAsync", raw.confirmed("raw-confirmed"))));
        rows.add(new Row("in, batch", SPEED, 1, in.channel("batch", true), each));
        rows.add(new Row("in, plain void", SPEED, 0.5, in.channel("plain", true), each));
        rows.add(new Row("in, plain void, framework", SPEED, 0.5, in.channel("plain", true),
                Map.of("an in-memory connector", in.memory("memory-plain"))));
        rows.add(new Row("in, unordered", SPEED, 1, in.channel("unordered", true), each));
        rows.add(new Row("in, unordered, framework", SPEED, 1, in.channel("unordered", true),
                Map.of("an in-memory connector", in.memory("memory-unordered"))));
        rows.add(new Row("out, 1024 in flight", SPEED, 1, out.channel(Sources.OUT_1024),
                Map.of("publishAsync, with ids", out.raw(1024, true))));
        rows.add(new Row("out, 4096 in flight", SPEED, 1, out.channel(Sources.OUT_4096),
                Map.of("publishAsync, with ids", out.raw(4096, true))));
        rows.add(new Row("out, 1024 in flight, no ids", SPEED, 1, out.channel(Sources.OUT_1024_PLAIN),
                Map.of("publishAsync", out.raw(1024, false))));
        rows.add(new Row("out, one at a time", SPEED, 0.1, out.channel(Sources.OUT_1),
                Map.of("publish, with ids", out.raw(1, true))));
        rows.add(new Row("in to out", SPEED, 0.5,
                messages -> in.process("process__g", "in.process", messages),
                Map.of("consume and publishAsync", raw.processor("raw-process"))));
        for (double percentile : new double[] { 50, 99, 99.9 }) {
            rows.add(new Row("latency at 10,000/s, p" + percentile, "us", 0.15, latency.ours(percentile),
                    Map.of("consume", latency.theirs(percentile))));
        }
        return rows;
    }

    private Report.Line measure(Row row, int rounds, int messages) throws Exception {
        double[] ours = new double[rounds];
        Map<String, double[]> theirs = new TreeMap<>();
        row.theirs().keySet().forEach(name -> theirs.put(name, new double[rounds]));
        for (int round = -WARM_UP; round < rounds; round++) {
            double own = row.ours().round(messages);
            for (Map.Entry<String, double[]> other : theirs.entrySet()) {
                double speed = row.theirs().get(other.getKey()).round(messages);
                if (round >= 0) {
                    other.getValue()[round] = speed;
                }
            }
            if (round >= 0) {
                ours[round] = own;
            }
        }
        Comparator<Map.Entry<String, double[]>> byMedian = Comparator.comparing(side -> median(side.getValue()));
        Map.Entry<String, double[]> best = row.lessIsBetter() ? Collections.min(theirs.entrySet(), byMedian)
                : Collections.max(theirs.entrySet(), byMedian);
        double[] ratios = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            ratios[round] = ours[round] / best.getValue()[round];
        }
        return new Report.Line(row, best.getKey(), median(ours), median(best.getValue()),
                median(ours) / median(best.getValue()), Arrays.stream(ratios).min().orElseThrow(),
                Arrays.stream(ratios).max().orElseThrow());
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    Connection connection() {
        return connection;
    }

    Connection publisher() {
        return publisher;
    }

    JetStreamManagement management() throws Exception {
        return publisher.jetStreamManagement();
    }

    byte[] payload() {
        return new byte[SIZE];
    }

    void publish(String subject, int messages) throws Exception {
        JetStream stream = publisher.jetStream();
        Semaphore room = new Semaphore(2000);
        byte[] payload = payload();
        for (int i = 0; i < messages; i++) {
            room.acquire();
            stream.publishAsync(subject, payload).whenComplete((ack, failure) -> room.release());
        }
        room.acquire(2000);
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
