package io.quarkiverse.messaging.nats.runtime.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.quarkiverse.messaging.nats.spi.ProcessedSequences.Verdict;
import io.quarkiverse.messaging.nats.spi.StreamPosition;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The tracker against a model that keeps everything. jqwik prints the seed of a history that fails. */
class SequenceSetTest {

    private static final Instant BEGIN = Instant.parse("2026-11-24T05:00:00Z");

    /** One step: {@code add} a message, or {@code raise} the floor to it. */
    record Step(String what, long sequence) {
    }

    /** What is done with, and when it was stored, below the floor too. */
    private static final class Model {
        final Map<Long, Instant> done = new TreeMap<>();
        long floor;
        Instant floorTime = Instant.EPOCH;

        Verdict verdict(StreamPosition position) {
            if (position.sequence() <= floor) {
                return position.storedAt().isAfter(floorTime) ? Verdict.FOREIGN : Verdict.DONE;
            }
            Instant known = done.get(position.sequence());
            return known == null ? Verdict.PROCESS : known.equals(position.storedAt()) ? Verdict.DONE : Verdict.FOREIGN;
        }

        void raise(long to) {
            if (to > floor) {
                floor = to;
                done.forEach((sequence, time) -> floorTime = sequence <= to && time.isAfter(floorTime) ? time : floorTime);
                done.keySet().removeIf(sequence -> sequence <= to);
            }
        }
    }

    private static StreamPosition message(long sequence) {
        return new StreamPosition(sequence, BEGIN.plusNanos(sequence * 7));
    }

    private static StreamPosition reused(long sequence) {
        return new StreamPosition(sequence, BEGIN.plusSeconds(3600).plusNanos(sequence));
    }

    @Provide
    Arbitrary<List<Step>> histories() {
        // Close together, over the edges of pages, and far apart.
        Arbitrary<Long> sequences = Arbitraries.oneOf(Arbitraries.longs().between(1, 20), Arbitraries.longs().between(120, 140),
                Arbitraries.longs().between(1, 100_000));
        return Combinators.combine(Arbitraries.of("add", "add", "add", "raise"), sequences).as(Step::new).list().ofMaxSize(120);
    }

    @Property(tries = 2000)
    void itSaysWhatTheModelSays(@ForAll("histories") List<Step> history) {
        SequenceSet set = new SequenceSet(new StreamPosition(0, Instant.EPOCH));
        Model model = new Model();
        for (Step step : history) {
            if (step.what().equals("raise")) {
                set.raise(step.sequence());
                model.raise(step.sequence());
            } else if (model.verdict(message(step.sequence())) == Verdict.PROCESS) {
                set.add(message(step.sequence()));
                model.done.put(step.sequence(), message(step.sequence()).storedAt());
            }
            for (Step asked : history) {
                assertThat(set.verdict(message(asked.sequence()))).isEqualTo(model.verdict(message(asked.sequence())));
                assertThat(set.verdict(reused(asked.sequence()))).isEqualTo(model.verdict(reused(asked.sequence())));
            }
        }
        assertThat(set.size()).isEqualTo(model.done.size());
        assertThat(set.floor()).isEqualTo(new StreamPosition(model.floor, model.floorTime));
        List<Long> kept = new ArrayList<>();
        set.forEach((sequence, time) -> kept.add(sequence));
        assertThat(kept).isEqualTo(new ArrayList<>(model.done.keySet()));
        assertThat(set.highest().sequence()).isEqualTo(kept.isEmpty() ? model.floor : kept.get(kept.size() - 1));
    }
}
