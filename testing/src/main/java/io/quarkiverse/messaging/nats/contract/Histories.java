package io.quarkiverse.messaging.nats.contract;

import static io.quarkiverse.messaging.nats.spi.ProcessedSequences.Verdict.DONE;
import static io.quarkiverse.messaging.nats.spi.ProcessedSequences.Verdict.FOREIGN;
import static io.quarkiverse.messaging.nats.spi.ProcessedSequences.Verdict.PROCESS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import io.quarkiverse.messaging.nats.spi.ProcessedSequences;
import io.quarkiverse.messaging.nats.spi.ProcessedSequences.Verdict;
import io.quarkiverse.messaging.nats.spi.StreamPosition;

/** Random steps on a record and on a model of it. */
final class Histories {

    private static final int STEPS = 200;
    private static final int MESSAGES = 24;

    private final SequenceStoreContract store;
    private final long seed = Long.getLong("contract.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final TreeMap<Long, StreamPosition> done = new TreeMap<>();
    private final StringBuilder history = new StringBuilder();
    private long floor;
    private Instant floorTime = Instant.EPOCH;

    Histories(SequenceStoreContract store) {
        this.store = store;
    }

    void run() throws Exception {
        ProcessedSequences record = store.begun();
        for (int step = 0; step < STEPS; step++) {
            record = step(record, SequenceStoreContract.message(floor + 1 + random.nextInt(MESSAGES)));
            assertThat(record.known().floor()).as(this::story).isEqualTo(new StreamPosition(floor, floorTime));
        }
        record.close();
    }

    private ProcessedSequences step(ProcessedSequences record, StreamPosition message) throws Exception {
        switch (random.nextInt(9)) {
            case 0, 1, 2 -> {
                say("process", message);
                expect(store.process(record, message), message);
                done.putIfAbsent(message.sequence(), message);
            }
            case 3 -> {
                say("ask", message);
                expect(store.ask(record, message), message);
            }
            case 4 -> {
                StreamPosition below = SequenceStoreContract.message(1 + random.nextInt((int) floor + 1));
                say("ask", below);
                expect(store.ask(record, below), below);
            }
            case 5 -> {
                StreamPosition another = SequenceStoreContract.another(1 + random.nextInt((int) floor + MESSAGES));
                if (verdict(another) == FOREIGN) {
                    say("reuse", another);
                    expect(store.ask(record, another), another);
                }
            }
            case 6 -> {
                if (verdict(message) == PROCESS) {
                    say("put aside", message);
                    expect(SequenceStoreContract.claim(record, message), message);
                    record.dead(message).toCompletableFuture().get(10, TimeUnit.SECONDS);
                    done.put(message.sequence(), message);
                }
            }
            case 7 -> compact(record);
            default -> {
                if (store.outlivesTheProcess()) {
                    history.append(" restart");
                    return store.restarted(record);
                }
            }
        }
        return record;
    }

    /** Up to where all is done, at times over a message that the stream has lost, and at times to where it was before. */
    private void compact(ProcessedSequences record) throws Exception {
        long to = floor;
        while (done.containsKey(to + 1)) {
            to++;
        }
        to += random.nextInt(6) == 0 ? 1 : 0;
        to = random.nextInt(6) == 0 ? Math.max(0, floor - 2) : to;
        history.append(" compact ").append(to);
        record.compact(to, SequenceStoreContract.CONSUMER);
        if (to > floor) {
            floor = to;
            done.headMap(floor, true).values()
                    .forEach(one -> floorTime = one.storedAt().isAfter(floorTime) ? one.storedAt() : floorTime);
        }
        done.headMap(floor, true).clear();
    }

    private Verdict verdict(StreamPosition position) {
        if (position.sequence() <= floor) {
            return position.storedAt().isAfter(floorTime) ? FOREIGN : DONE;
        }
        StreamPosition known = done.get(position.sequence());
        return known == null ? PROCESS : known.equals(position) ? DONE : FOREIGN;
    }

    private void say(String what, StreamPosition position) {
        history.append(' ').append(what).append(' ').append(position.sequence());
    }

    private void expect(Verdict said, StreamPosition position) {
        assertThat(said).as(this::story).isEqualTo(verdict(position));
    }

    private String story() {
        return "-Dcontract.seed=" + seed + ":" + history;
    }
}
