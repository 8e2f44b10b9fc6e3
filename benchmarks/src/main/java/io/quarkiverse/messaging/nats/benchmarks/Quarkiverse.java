package io.quarkiverse.messaging.nats.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;

/** The Quarkiverse extension, in a process of its own that lives as long as this one, so that it is warm too. */
final class Quarkiverse implements Load {

    private static final String NAME = "Quarkiverse 3.30.3";
    private static final String CONSUMER = "quarkiverse";
    private static final List<String> CHANNELS = List.of("nonblocking", "confirmed", "confirmed-batch");
    private static final double SHARE = 0.25;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static Child child;

    private final Bench bench;
    private final Stored stored;
    private final Stored theirs;

    private Quarkiverse(Bench bench, String channel) {
        this.bench = bench;
        this.stored = new Stored(bench, "in." + channel, channel + "__g");
        this.theirs = new Stored(bench, "in." + channel, CONSUMER);
    }

    static List<Row> rows(Bench bench) {
        RawIncoming raw = new RawIncoming(bench);
        Outgoing out = new Outgoing(bench);
        List<String> names = List.of("in, beside Quarkiverse", "in, acks confirmed, beside Quarkiverse",
                "in, acks confirmed, batch, beside Quarkiverse");
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < CHANNELS.size(); i++) {
            Quarkiverse in = new Quarkiverse(bench, CHANNELS.get(i));
            Map<String, Side> others = new LinkedHashMap<>();
            others.put(NAME, in::round);
            if (i == 0) {
                others.put("consume", raw.consume(in.stored, AckPolicy.Explicit, 1));
            }
            rows.add(new Row(names.get(i), i == 1 ? SHARE / 4 : SHARE, in, in.stored.channel(CHANNELS.get(i)), others));
        }
        Map<String, Side> others = new LinkedHashMap<>();
        others.put(NAME, messages -> {
            double[] perSecond = told(bench, "out " + messages);
            bench.purge(Bench.OUT, "out.>");
            return perSecond;
        });
        others.put("publishAsync, with ids", out.raw(1024, true));
        rows.add(new Row("out, beside Quarkiverse", SHARE, Load.NONE, out.channel(Sources.OUT_1024), others));
        return rows;
    }

    private static synchronized Child child(Bench bench) throws Exception {
        if (child == null) {
            // Its consumer must be there before it starts; only one of the subjects has messages at a time.
            bench.management().addOrUpdateConsumer(Bench.IN, ConsumerConfiguration.builder().durable(CONSUMER)
                    .filterSubjects(CHANNELS.stream().map(channel -> "in." + channel).toList())
                    .ackPolicy(AckPolicy.Explicit).maxAckPending(1024).build());
            child = Child.start("bench.jar.quarkiverse",
                    List.of("-Xmx1g", "-Dquarkus.messaging.nats.connection.servers=" + bench.url()));
            child.await("ready", PATIENCE);
            Child started = child;
            Runtime.getRuntime().addShutdownHook(new Thread(started::close));
        }
        return child;
    }

    private static double[] told(Bench bench, String what) throws Exception {
        child(bench).tell(what);
        child(bench).await("go", PATIENCE);
        return new double[] { Double.parseDouble(child(bench).await("rate", PATIENCE)) };
    }

    private double[] round(int messages) throws Exception {
        System.gc();
        child(bench).tell("in " + messages);
        child(bench).await("go", PATIENCE);
        theirs.resume();
        double perSecond = Double.parseDouble(child(bench).await("rate", PATIENCE));
        theirs.awaitSettled(CONSUMER);
        theirs.begin();
        return new double[] { perSecond };
    }

    @Override
    public void begin() throws Exception {
        child(bench);
        stored.begin();
        theirs.begin();
    }

    @Override
    public void prepare(int messages) throws Exception {
        stored.prepare(messages);
    }

    @Override
    public void clean() throws Exception {
        stored.clean();
    }
}
