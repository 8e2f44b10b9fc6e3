package io.quarkiverse.messaging.nats.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
        Quarkus.run(Bench.class, (code, failure) -> {
            server.close();
            if (failure != null) {
                failure.printStackTrace();
            }
            System.exit(failure == null ? code : 1);
        }, arguments);
    }

    @Override
    public int run(String... arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        int messages = Integer.parseInt(arguments[1]);
        List<String> wanted = arguments.length > 3 ? List.of(arguments[3].split(",")) : List.of();
        connection = Nats.connect(url);
        publisher = Nats.connect(url);
        Report report = new Report();
        for (Row row : rows()) {
            if (wanted.isEmpty() || wanted.stream().anyMatch(word -> row.name().contains(word))) {
                report.add(measure(row, rounds, (int) (messages * row.share())));
            }
        }
        report.write(Path.of(arguments[2]));
        return 0;
    }

    private List<Row> rows() {
        Incoming in = new Incoming(this);
        RawIncoming raw = new RawIncoming(this, in);
        Outgoing out = new Outgoing(this);
        Latency latency = new Latency(this);
        String best = "the faster of consume and a pull loop";
        List<Side> each = List.of(raw.consume("raw-each", AckPolicy.Explicit), raw.pulls("raw-each-pulls", AckPolicy.Explicit));
        List<Side> all = List.of(raw.consume("raw-all", AckPolicy.All), raw.pulls("raw-all-pulls", AckPolicy.All));
        List<Side> none = List.of(raw.consume("raw-none", AckPolicy.None), raw.pulls("raw-none-pulls", AckPolicy.None));
        List<Row> rows = new ArrayList<>();
        rows.add(new Row("in, @NonBlocking", best, "msg/s", 1, in.channel("nonblocking"), each));
        rows.add(new Row("in, Uni of Message", best, "msg/s", 1, in.channel("uni"), each));
        rows.add(new Row("in, ack=all", best + ", an ack for 100", "msg/s", 1, in.channel("all"), all));
        rows.add(new Row("in, ack=none", best, "msg/s", 1, in.channel("none"), none));
        rows.add(new Row("in, ack-confirm", best + ", unconfirmed", "msg/s", 1, in.channel("confirmed"), each));
        rows.add(new Row("in, batch", best, "msg/s", 1, in.channel("batch"), each));
        rows.add(new Row("in, plain void", best, "msg/s", 1, in.channel("plain"), each));
        rows.add(new Row("in, plain void, framework", "an in-memory connector", "msg/s", 1, in.channel("plain"),
                List.of(in.memory("memory-plain"))));
        rows.add(new Row("in, unordered", best, "msg/s", 1, in.channel("unordered"), each));
        rows.add(new Row("in, unordered, framework", "an in-memory connector", "msg/s", 1, in.channel("unordered"),
                List.of(in.memory("memory-unordered"))));
        rows.add(new Row("out, 1024 in flight", "publishAsync, with ids", "msg/s", 1, out.channel(Sources.OUT_1024),
                List.of(out.raw(1024, true))));
        rows.add(new Row("out, 4096 in flight", "publishAsync, with ids", "msg/s", 1, out.channel(Sources.OUT_4096),
                List.of(out.raw(4096, true))));
        rows.add(new Row("out, 1024 in flight, no ids", "publishAsync", "msg/s", 1, out.channel(Sources.OUT_1024_PLAIN),
                List.of(out.raw(1024, false))));
        rows.add(new Row("out, one at a time", "publish, with ids", "msg/s", 0.1, out.channel(Sources.OUT_1),
                List.of(out.raw(1, true))));
        rows.add(new Row("in to out", "consume and publishAsync", "msg/s", 0.5,
                messages -> in.process("process", "in.process", messages), List.of(raw.processor("raw-process"))));
        for (double percentile : new double[] { 50, 99, 99.9 }) {
            rows.add(new Row("latency at 10,000/s, p" + percentile, "consume", "us", 0.15, latency.ours(percentile),
                    List.of(latency.theirs(percentile))));
        }
        return rows;
    }

    private Report.Line measure(Row row, int rounds, int messages) throws Exception {
        int sides = row.theirs().size();
        double[] ours = new double[rounds];
        double[][] theirs = new double[sides][rounds];
        for (int round = -2; round < rounds; round++) {
            double own = row.ours().round(messages);
            for (int side = 0; side < sides; side++) {
                double other = row.theirs().get(side).round(messages);
                if (round >= 0) {
                    theirs[side][round] = other;
                }
            }
            if (round >= 0) {
                ours[round] = own;
            }
        }
        double[] best = theirs[0];
        for (double[] side : theirs) {
            best = (median(side) > median(best)) == row.lessIsBetter() ? best : side;
        }
        double[] ratios = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            ratios[round] = ours[round] / best[round];
        }
        return new Report.Line(row, median(ours), median(best), median(ours) / median(best),
                Arrays.stream(ratios).min().orElseThrow(), Arrays.stream(ratios).max().orElseThrow());
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
