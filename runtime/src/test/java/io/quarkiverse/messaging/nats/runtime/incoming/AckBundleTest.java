package io.quarkiverse.messaging.nats.runtime.incoming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.nats.client.Message;
import io.quarkiverse.messaging.nats.Deliveries;
import io.quarkiverse.messaging.nats.IncomingNatsMetadata;

/** How long an ack waits for others: while more is at hand, for so many, for a millisecond. */
class AckBundleTest {

    private final InFlight inFlight = new InFlight();
    private final List<Long> sent = new ArrayList<>();
    private final List<Runnable> timers = new ArrayList<>();

    @Test
    void whereNothingWaitsAnAckLeavesAtOnce() {
        AckBundle bundle = bundle(1000);
        bundle.add(delivery(1));
        assertThat(sent).containsExactly(1L);
        assertThat(timers).isEmpty();
    }

    @Test
    void whereMoreIsAtHandTheyLeaveTogether() {
        AckBundle bundle = bundle(1000);
        inFlight.add(delivery(1000));
        for (int i = 1; i < AckBundle.MOST; i++) {
            bundle.add(delivery(i));
        }
        assertThat(sent).isEmpty();
        bundle.add(delivery(AckBundle.MOST));
        assertThat(sent).hasSize(AckBundle.MOST).isSorted();
    }

    @Test
    void withTheLastMessageAllLeave() {
        AckBundle bundle = bundle(1000);
        inFlight.add(delivery(3));
        bundle.add(delivery(1));
        bundle.add(delivery(2));
        Delivery last = inFlight.firstWaiting();
        inFlight.advance();
        assertThat(sent).isEmpty();
        bundle.add(last);
        assertThat(sent).containsExactly(1L, 2L, 3L);
    }

    @Test
    void theClockSendsWhatWaitsOnceAndAsksAnewForTheNext() {
        AckBundle bundle = bundle(1000);
        inFlight.add(delivery(1000));
        bundle.add(delivery(1));
        bundle.add(delivery(2));
        assertThat(timers).as("one timer for all that wait").hasSize(1);
        timers.get(0).run();
        assertThat(sent).containsExactly(1L, 2L);
        bundle.add(delivery(3));
        assertThat(timers).hasSize(2);
        timers.get(1).run();
        assertThat(sent).containsExactly(1L, 2L, 3L);
    }

    @Test
    void whatWaitsHereIsASmallShareOfWhatMayBeInFlight() {
        AckBundle bundle = bundle(2 * AckBundle.SHARE);
        inFlight.add(delivery(1000));
        bundle.add(delivery(1));
        bundle.add(delivery(2));
        assertThat(sent).containsExactly(1L, 2L);

        AckBundle single = bundle(1);
        single.add(delivery(3));
        assertThat(sent).containsExactly(1L, 2L, 3L);
    }

    @Test
    void allLeaveWhenTheChannelEnds() {
        AckBundle bundle = bundle(1000);
        inFlight.add(delivery(1000));
        bundle.add(delivery(1));
        bundle.send();
        bundle.send();
        timers.get(0).run();
        assertThat(sent).as("once").containsExactly(1L);
    }

    private AckBundle bundle(int maxInFlight) {
        return new AckBundle(maxInFlight, (subject, sequence) -> sent.add(sequence), inFlight, (delay, action) -> {
            assertThat(delay).isEqualTo(AckBundle.LATEST);
            timers.add(action);
        });
    }

    private static Delivery delivery(long sequence) {
        Message message = Deliveries.of(sequence, "payload");
        return new Delivery(message, IncomingNatsMetadata.of(message), 0);
    }
}
