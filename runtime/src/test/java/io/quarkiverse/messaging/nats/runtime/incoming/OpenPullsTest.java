package io.quarkiverse.messaging.nats.runtime.incoming;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpenPullsTest {

    private final OpenPulls pulls = new OpenPulls();

    private void receive(int count, int size) {
        for (int i = 0; i < count; i++) {
            pulls.received(size);
        }
    }

    @Test
    void aPullThatBroughtItsBatchIsOverAndFreesItsBytes() {
        pulls.opened(1, 3, 1000);
        receive(3, 10);
        assertThat(pulls.isEmpty()).isTrue();
        assertThat(pulls.messages()).isZero();
        assertThat(pulls.bytes()).isZero();
    }

    @Test
    void pullsAreServedInTurn() {
        pulls.opened(1, 10, 1000);
        pulls.opened(2, 10, 1000);
        receive(8, 100);
        pulls.ended(1, 6);
        assertThat(pulls.messages()).isEqualTo(6);
        assertThat(pulls.bytes()).isEqualTo(600);
    }

    @Test
    void whatTheServerSaysOfAnEndedPullCorrectsTheOthers() {
        pulls.opened(1, 10, 1000);
        receive(4, 100);
        pulls.opened(2, 10, 1000);
        receive(2, 100);
        // We believe that the first has 5 left; it brought all six.
        pulls.ended(1, 4);
        assertThat(pulls.messages()).isEqualTo(10);
        pulls.ended(2, 10);
        assertThat(pulls.isEmpty()).isTrue();
    }

    @Test
    void aPullBelievedOverThatWasNotLeavesNoPhantom() {
        pulls.opened(1, 1, 1000);
        pulls.opened(2, 2, 1000);
        receive(1, 10);
        // In truth the second one brought it.
        pulls.ended(1, 1);
        assertThat(pulls.messages()).isEqualTo(1);
        receive(1, 10);
        assertThat(pulls.isEmpty()).isTrue();
    }

    @Test
    void bytesUsedUpExactlyEndAPullSilently() {
        pulls.opened(1, 10, 300);
        receive(3, 100);
        assertThat(pulls.isEmpty()).isTrue();
        assertThat(pulls.messages()).isZero();
    }

    @Test
    void aPullWithoutALimitInBytesIsNotEndedByThem() {
        pulls.opened(1, 2, 0);
        receive(1, 100);
        assertThat(pulls.messages()).isEqualTo(1);
    }
}
