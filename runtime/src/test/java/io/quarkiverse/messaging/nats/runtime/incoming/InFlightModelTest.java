package io.quarkiverse.messaging.nats.runtime.incoming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.nats.client.Message;
import io.quarkiverse.messaging.nats.Deliveries;
import io.quarkiverse.messaging.nats.IncomingNatsMetadata;
import io.quarkiverse.messaging.nats.runtime.incoming.Delivery.State;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The linked list against the simplest thing that could hold deliveries: a list that is searched. */
class InFlightModelTest {

    private static final int SEQUENCES = 30;

    enum Kind {
        ARRIVE,
        GIVE,
        END_OPEN,
        END_FAILED,
        SETTLE,
        SORT
    }

    record Step(Kind kind, int number) {
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        // Twice as many arrivals: a list that is mostly empty shows little.
        Arbitrary<Kind> kinds = Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(3, Arbitraries.just(Kind.ARRIVE)),
                net.jqwik.api.Tuple.of(5, Arbitraries.of(Kind.class)));
        return Combinators.combine(kinds, Arbitraries.integers().between(0, SEQUENCES - 1)).as(Step::new).list().ofMaxSize(80);
    }

    @Property(tries = 500)
    void behavesLikeAList(@ForAll("steps") List<Step> steps) {
        InFlight inFlight = new InFlight();
        List<Delivery> model = new ArrayList<>();
        for (Step step : steps) {
            run(step, inFlight, model);
            compare(inFlight, model);
        }
    }

    private static void run(Step step, InFlight inFlight, List<Delivery> model) {
        Delivery any = model.isEmpty() ? null : model.get(step.number() % model.size());
        switch (step.kind()) {
            case ARRIVE -> {
                if (model.stream().noneMatch(delivery -> delivery.sequence == step.number())) {
                    Message message = Deliveries.of(step.number(), "x".repeat(step.number()));
                    Delivery delivery = new Delivery(message, IncomingNatsMetadata.of(message), 0);
                    inFlight.add(delivery);
                    model.add(delivery);
                }
            }
            case GIVE -> {
                if (inFlight.firstWaiting() != null) {
                    inFlight.firstWaiting().state = State.RUNNING;
                    inFlight.advance();
                }
            }
            case END_OPEN, END_FAILED -> {
                if (any != null && any.state == State.RUNNING) {
                    any.state = step.kind() == Kind.END_OPEN ? State.OPEN : State.FAILED;
                }
            }
            case SETTLE -> {
                if (any != null) {
                    any.state = State.SETTLED;
                    inFlight.remove(any);
                    model.remove(any);
                }
            }
            case SORT -> {
                inFlight.sortWaiting();
                List<Delivery> waiting = inState(model, State.WAITING);
                model.removeAll(waiting);
                model.addAll(waiting);
            }
        }
    }

    private static void compare(InFlight inFlight, List<Delivery> model) {
        assertThat(inFlight.size()).isEqualTo(model.size());
        assertThat(inFlight.bytes()).isEqualTo(model.stream().mapToLong(delivery -> delivery.bytes).sum());
        assertThat(inFlight.oldestSequence())
                .isEqualTo(model.stream().mapToLong(delivery -> delivery.sequence).min().orElse(Long.MAX_VALUE));
        List<Delivery> forwards = new ArrayList<>();
        Delivery last = null;
        for (Delivery delivery = inFlight.head(); delivery != null; delivery = delivery.next) {
            assertThat(delivery.previous).isSameAs(last);
            last = delivery;
            forwards.add(delivery);
        }
        assertThat(forwards).isEqualTo(model);
        assertThat(inFlight.firstWaiting())
                .isSameAs(model.stream().filter(delivery -> delivery.state == State.WAITING).findFirst().orElse(null));
        for (int sequence = 0; sequence <= SEQUENCES; sequence++) {
            long wanted = sequence;
            assertThat(inFlight.find(sequence))
                    .isSameAs(model.stream().filter(delivery -> delivery.sequence == wanted).findFirst().orElse(null));
        }
        assertThat(inFlight.inOrder(State.WAITING)).isEqualTo(inState(model, State.WAITING));
        assertThat(inFlight.inOrder(State.FAILED, State.OPEN)).isEqualTo(inState(model, State.FAILED, State.OPEN));
    }

    private static List<Delivery> inState(List<Delivery> model, State... states) {
        return model.stream().filter(delivery -> List.of(states).contains(delivery.state))
                .sorted(Comparator.comparingLong(delivery -> delivery.sequence)).toList();
    }
}
