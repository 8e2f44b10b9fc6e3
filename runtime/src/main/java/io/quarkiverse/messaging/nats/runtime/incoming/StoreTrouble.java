package io.quarkiverse.messaging.nats.runtime.incoming;

import static io.quarkiverse.messaging.nats.runtime.i18n.SequenceErrors.SEQUENCES;
import static io.quarkiverse.messaging.nats.runtime.i18n.SequenceLog.SEQUENCE_LOG;

import java.time.Duration;

import io.quarkiverse.messaging.nats.runtime.config.IncomingSettings;
import io.quarkiverse.messaging.nats.runtime.health.ChannelStatus;
import io.quarkiverse.messaging.nats.runtime.health.ChannelStatus.Cause;

/** What the channel says of a sequence store that does not answer, and when it asks it again. */
final class StoreTrouble {

    private static final Duration FIRST_RETRY = Duration.ofMillis(100);
    private static final int LONGEST_RETRY_DOUBLINGS = 6;

    private final IncomingSettings settings;
    private final ChannelStatus status;
    private int failures;
    private long retryAt;

    StoreTrouble(IncomingSettings settings, ChannelStatus status) {
        this.settings = settings;
        this.status = status;
    }

    /** It did not answer. @return how long to wait before it is asked again */
    Duration failed(Throwable failure) {
        String store = settings.store().name();
        if (!status.isDown(Cause.STORE)) {
            SEQUENCE_LOG.storeFailed(settings.channel(), store, failure);
            status.down(Cause.STORE, SEQUENCES.reasonStoreFailed(store, String.valueOf(failure)));
        }
        long now = System.nanoTime();
        // All that it did not answer at the same time are one failure.
        if (failures == 0 || now - retryAt >= 0) {
            failures++;
            retryAt = now + pause().toNanos();
        }
        return pause();
    }

    private Duration pause() {
        return FIRST_RETRY.multipliedBy(1L << Math.min(failures - 1, LONGEST_RETRY_DOUBLINGS));
    }

    /** It answered. */
    void over() {
        if (failures > 0) {
            failures = 0;
            status.up(Cause.STORE);
        }
    }
}
