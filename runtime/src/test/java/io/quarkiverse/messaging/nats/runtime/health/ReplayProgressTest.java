package io.quarkiverse.messaging.nats.runtime.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Times are made up here: nothing waits. */
class ReplayProgressTest {

    private final List<String> told = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private final ChannelStatus status = new ChannelStatus("orders", "not checked");
    private final ReplayProgress progress = new ReplayProgress("orders", status,
            (messages, took) -> told.add(messages + " in " + took));
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            lines.add(String.valueOf(record.getMessage()));
        }

        @Override
        public void flush() {
        }

        @Override
        public void close() {
        }
    };

    @BeforeEach
    void listen() {
        Logger.getLogger("io.quarkiverse.messaging.nats").addHandler(handler);
        status.up(ChannelStatus.Cause.SETUP);
        lines.clear();
    }

    @AfterEach
    void leave() {
        Logger.getLogger("io.quarkiverse.messaging.nats").removeHandler(handler);
    }

    private static long seconds(long seconds) {
        return TimeUnit.SECONDS.toNanos(seconds);
    }

    private void settle(long from, long to) {
        for (long sequence = from; sequence <= to; sequence++) {
            progress.settled(sequence);
        }
    }

    @Test
    void nothingToCatchUpWithIsCurrentAtOnce() {
        progress.begin("S", "today", 0, 0, 0);
        assertThat(progress.isCurrent()).isTrue();
        assertThat(status.notReady()).isNull();
        assertThat(told).containsExactly("0 in PT0S");
    }

    @Test
    void tellsCountShareRateAndTimeLeft() {
        progress.begin("S", "today", 1000, 1000, 0);
        assertThat(status.notReady()).endsWith("0 of 1000 messages processed (0 %), 0/s, time left unknown");
        settle(1, 200);
        progress.heard(200, 800, 0, seconds(10));
        assertThat(status.notReady())
                .endsWith("catching up with the stream: 200 of 1000 messages processed (20 %), 20/s, about PT40S left");
    }

    @Test
    void theServersAckFloorDecidesNotTheCount() {
        progress.begin("S", "today", 10, 10, 0);
        settle(1, 10);
        assertThat(progress.seemsDone()).isTrue();
        progress.heard(9, 5, 1, seconds(1));
        assertThat(progress.isCurrent()).isFalse();
        progress.heard(10, 500, 3, seconds(2));
        assertThat(progress.isCurrent()).as("what came later does not matter").isTrue();
        assertThat(told).containsExactly("10 in " + Duration.ofSeconds(2));
        progress.heard(11, 0, 0, seconds(3));
        assertThat(told).as("told once").hasSize(1);
    }

    @Test
    void messagesThatWereDeletedMeanwhileAreNotWaitedFor() {
        progress.begin("S", "today", 10, 10, 0);
        progress.heard(4, 0, 0, seconds(1));
        assertThat(progress.isCurrent()).isTrue();
    }

    @Test
    void whatOthersProcessedShowsOnTheServerOnly() {
        progress.begin("S", "today", 100, 100, 0);
        settle(1, 10);
        progress.heard(40, 50, 10, seconds(1));
        assertThat(status.notReady()).contains("40 of 100 messages processed");
        progress.heard(40, 90, 10, seconds(2));
        assertThat(status.notReady()).as("it never falls").contains("40 of 100 messages processed");
    }

    @Test
    void aFailedMessageIsNamedUntilItIsProcessed() {
        progress.begin("S", "today", 100, 100, 0);
        progress.failed(7);
        progress.failed(101);
        settle(8, 100);
        progress.heard(6, 0, 1, seconds(1));
        assertThat(status.notReady()).endsWith("; not before sequence 7 is processed, which failed and comes again");
        progress.settled(7);
        progress.heard(6, 0, 1, seconds(2));
        assertThat(status.notReady()).doesNotContain("sequence 7");
    }

    @Test
    void whatIsPublishedLaterIsNotCounted() {
        progress.begin("S", "today", 2, 2, 0);
        settle(3, 5);
        assertThat(progress.seemsDone()).isFalse();
    }

    @Test
    void theServerIsAskedEachSecondAndSoonerAtTheEnd() {
        assertThat(progress.wantsToAsk(0)).as("nothing is known yet").isFalse();
        progress.begin("S", "today", 2, 2, 0);
        assertThat(progress.wantsToAsk(1)).isTrue();
        assertThat(progress.wantsToAsk(seconds(1))).isFalse();
        assertThat(progress.wantsToAsk(seconds(1) + 1)).isTrue();
        settle(1, 2);
        assertThat(progress.wantsToAsk(seconds(1) + 100_000_001)).isTrue();
        progress.heard(2, 0, 0, seconds(2));
        assertThat(progress.wantsToAsk(seconds(9))).isFalse();
    }

    @Test
    void linesComeAtGrowingIntervals() {
        progress.begin("S", "today", 1_000_000, 1_000_000, 0);
        List<Long> at = new ArrayList<>();
        for (long second = 1; second <= 300; second++) {
            int before = lines.size();
            progress.heard(0, 1_000_000, 0, seconds(second));
            if (lines.size() > before) {
                at.add(second);
            }
        }
        assertThat(at).containsExactly(5L, 15L, 35L, 75L, 135L, 195L, 255L);
    }

    @Test
    void anotherIncarnationOfTheStreamIsAnotherEnd() {
        progress.begin("S", "today", 10, 10, 0);
        assertThat(progress.isFixedFor("today")).isTrue();
        assertThat(progress.isFixedFor("tomorrow")).isFalse();
        settle(1, 5);
        progress.begin("S", "tomorrow", 3, 3, seconds(1));
        assertThat(status.notReady()).contains("0 of 3 messages processed");
        progress.heard(3, 0, 0, seconds(2));
        assertThat(progress.isFixedFor("the day after")).as("it stays current").isTrue();
    }
}
