package io.quarkiverse.messaging.nats.runtime.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.quarkiverse.messaging.nats.runtime.health.ChannelStatus.Cause;

class ChannelStatusTest {

    private final ChannelStatus status = new ChannelStatus("orders", "not checked yet");

    @Test
    void itBeginsNotReadyWithAReason() {
        assertThat(status.channel()).isEqualTo("orders");
        assertThat(status.notReady()).isEqualTo("not checked yet");
        assertThat(status.isSetUp()).isFalse();
        assertThat(status.notAlive()).isNull();
    }

    @Test
    void aCauseThatEndsIsForgotten() {
        status.up(Cause.SETUP);
        assertThat(status.notReady()).isNull();
        assertThat(status.isSetUp()).isTrue();
        for (Cause cause : new Cause[] { Cause.CONNECTION, Cause.SERVER, Cause.PROCESSING, Cause.SETUP }) {
            status.down(cause, "because of " + cause);
            assertThat(status.notReady()).isEqualTo("because of " + cause);
            assertThat(status.notAlive()).as("only a restart helps").isNull();
            status.up(cause);
            assertThat(status.notReady()).isNull();
        }
    }

    @Test
    void itHealsOnlyWhenTheLastCauseEnds() {
        status.up(Cause.SETUP);
        status.down(Cause.PROCESSING, "slow");
        status.down(Cause.CONNECTION, "not connected");
        assertThat(status.notReady()).as("the graver one").isEqualTo("not connected");
        status.up(Cause.CONNECTION);
        assertThat(status.notReady()).isEqualTo("slow");
        status.up(Cause.PROCESSING);
        assertThat(status.notReady()).isNull();
    }

    @Test
    void theLatestReasonOfACauseCounts() {
        status.down(Cause.SETUP, "no stream");
        assertThat(status.notReady()).isEqualTo("no stream");
    }

    @Test
    void aFailureAsksForARestart() {
        status.up(Cause.SETUP);
        status.down(Cause.FAILED, "sequence 4");
        status.down(Cause.CONNECTION, "not connected");
        assertThat(status.notReady()).isEqualTo("sequence 4");
        assertThat(status.notAlive()).isEqualTo("sequence 4");
        status.up(Cause.CONNECTION);
        assertThat(status.notAlive()).isEqualTo("sequence 4");
    }

    @Test
    void aFailureThatIsToCountAsAliveIsNotReadyOnly() {
        status.up(Cause.SETUP);
        status.failedIsAlive();
        status.down(Cause.FAILED, "sequence 4");
        assertThat(status.notReady()).isEqualTo("sequence 4");
        assertThat(status.notAlive()).isNull();
    }

    @Test
    void anEndOfACauseThatNeverWasIsNothing() {
        status.up(Cause.SERVER);
        assertThat(status.notReady()).isEqualTo("not checked yet");
    }

    @Test
    void aDenialThatIsNotSaidAgainIsForgotten() {
        status.up(Cause.SETUP);
        status.denied("not permitted", Duration.ofHours(1));
        assertThat(status.notReady()).isEqualTo("not permitted");
        assertThat(status.shown()).isEqualTo("not permitted");
        status.denied("not permitted", Duration.ofNanos(-1));
        assertThat(status.shown()).isNull();
        assertThat(status.notReady()).isNull();
    }
}
