package io.quarkiverse.messaging.nats.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Messages of other sizes, in and out. */
final class Payloads {

    private record Size(String name, int bytes, double share) {
    }

    /** With its headers a message of a megabyte must not be larger than what the server takes, which are 2^20 bytes. */
    private static final List<Size> SIZES = List.of(new Size("16 B", 16, 1), new Size("1 kB", 1000, 1),
            new Size("64 kB", 64_000, 0.05), new Size("1 MB", 1_000_000, 0.005));
    /** The server buffers 128 MB of what it has not stored yet, and refuses what is more. */
    private static final int BUFFERED = 64_000_000;

    /** That a connection publishes at once. */
    private static final int BYTES = 16 << 20;

    private Payloads() {
    }

    static List<Row> rows(Bench bench) {
        RawIncoming raw = new RawIncoming(bench);
        Outgoing out = new Outgoing(bench);
        List<Row> rows = new ArrayList<>();
        for (Size size : SIZES) {
            String channel = "payload-" + size.bytes();
            Stored stored = new Stored(bench, "in." + channel, channel + "__g", size.bytes());
            rows.add(new Row("in, " + size.name(), size.share(), stored, stored.channel(channel),
                    Map.of("consume", raw.bounded(stored))));
        }
        for (Size size : SIZES) {
            rows.add(new Row("out, " + size.name(), size.share(), Load.NONE,
                    out.channel(Sources.OUT_1024, size.bytes()),
                    Map.of("publishAsync, with ids", out.raw(Math.min(1024, BYTES / size.bytes()), true, size.bytes()))));
        }
        return rows;
    }

    static int inFlight(int size) {
        return Math.max(1, Math.min(2000, BUFFERED / size));
    }
}
