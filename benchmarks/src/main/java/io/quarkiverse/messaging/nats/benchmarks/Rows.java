package io.quarkiverse.messaging.nats.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.nats.client.api.AckPolicy;

/** All that is measured, in the order of the table. */
final class Rows {

    /** Of the messages of a round, so that the whole table takes less than twenty minutes. */
    private static final double HALF = 0.5;
    /** Where each message waits for two changes of the thread. */
    private static final double HOPPING = 0.2;

    private final Bench bench;
    private final RawIncoming raw;
    private final Outgoing out;
    private final Memory memory;
    private final List<Row> rows = new ArrayList<>();

    Rows(Bench bench) {
        this.bench = bench;
        this.raw = new RawIncoming(bench);
        this.out = new Outgoing(bench);
        this.memory = new Memory(bench);
    }

    List<Row> all() {
        group("in, @NonBlocking", "nonblocking", 1, 1);
        framework("in, @NonBlocking", "nonblocking", "memory-nonblocking");
        group("in, Uni of Message", "uni", 1, 1);
        framework("in, Uni of Message", "uni", "memory-uni");
        exclusive("in, exclusive", "exclusive", AckPolicy.Explicit, "consume, pinned");
        exclusive("in, exclusive, ack=all", "all", AckPolicy.All, "consume, pinned, an ack for 100");
        exclusive("in, exclusive, ack=none", "none", AckPolicy.None, "consume, pinned, no acks");
        Stored all = new Stored(bench, "in.all", "all");
        rows.add(new Row("in, exclusive, ack=all beside each", HALF, all, all.channel("all"),
                Map.of("consume, pinned, an ack each", raw.exclusive(all, AckPolicy.Explicit))));
        Stored confirmed = group("confirmed");
        rows.add(new Row("in, ack-confirm", 0.1, confirmed, confirmed.channel("confirmed"),
                Map.of("consume, ackSync", raw.confirmed(confirmed))));
        Stored confirmedBatch = group("confirmed-batch");
        rows.add(new Row("in, ack-confirm, batch", 0.5, confirmedBatch, confirmedBatch.channel("confirmed-batch"),
                Map.of("consume, each ack a request", raw.confirmedLater(confirmedBatch))));
        group("in, batch", "batch", 1, 1);
        hopping("in, plain void", "plain", "memory-plain");
        hopping("in, unordered", "unordered", "memory-unordered");
        if (Runtime.version().feature() >= 21) {
            hopping("in, virtual threads", "virtual", "memory-virtual");
        }
        group("in, 10 channels", "ten", 10, HALF);
        group("in, 100 channels", "hundred", 100, HALF);
        out("out, 1024 in flight", Sources.OUT_1024, 1024, true);
        out("out, 4096 in flight", Sources.OUT_4096, 4096, true);
        out("out, 1024 in flight, no ids", Sources.OUT_1024_PLAIN, 1024, false);
        rows.add(new Row("out, one at a time", 0.1, Load.NONE, out.channel(Sources.OUT_1),
                Map.of("publish, with ids", out.raw(1, true))));
        Stored process = group("process");
        rows.add(new Row("in to out", 0.5, process, process.processor("process"),
                Map.of("consume and publishAsync", raw.processor(process))));
        rows.add(Latency.row(bench));
        rows.addAll(new Stores(bench).rows());
        return rows;
    }

    private Stored group(String channel) {
        return new Stored(bench, "in." + channel, channel + "__g");
    }

    private void group(String name, String channel, int channels, double share) {
        Stored stored = group(channel);
        Map<String, Side> theirs = new LinkedHashMap<>();
        theirs.put("consume" + (channels == 1 ? "" : ", as many"), raw.consume(stored, AckPolicy.Explicit, channels));
        if (channels == 1) {
            theirs.put("a pull loop", raw.pulls(stored));
        }
        rows.add(new Row(name, share, stored, stored.channel(channel), theirs));
    }

    private void exclusive(String name, String channel, AckPolicy policy, String against) {
        Stored stored = new Stored(bench, "in." + channel, channel);
        rows.add(new Row(name, policy == AckPolicy.None ? HALF : 1, stored, stored.channel(channel),
                Map.of(against, raw.exclusive(stored, policy))));
    }

    /** Methods that change threads, which SmallRye does for them: beside jnats, and beside what SmallRye alone can do. */
    private void hopping(String name, String channel, String inMemory) {
        group(name, channel, 1, HOPPING);
        framework(name, channel, inMemory);
    }

    private void framework(String name, String channel, String inMemory) {
        Stored stored = group(channel);
        rows.add(new Row(name + ", framework", HOPPING, stored, stored.channel(channel),
                Map.of("an in-memory connector", memory.channel(inMemory))));
    }

    private void out(String name, Source source, int inFlight, boolean ids) {
        rows.add(new Row(name, HALF, Load.NONE, out.channel(source),
                Map.of(ids ? "publishAsync, with ids" : "publishAsync", out.raw(inFlight, ids))));
    }
}
